import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { allGroups } from '@leadstream/contracts';
import { declaredMetrics } from '@leadstream/telemetry';
import { DEPLOYED_APPS, readText, ROOT } from '../deployment/deployment-files.ts';
import { ALL_CHECKS } from '../doctor/all-checks.ts';
import { alertRules, seriesIn } from './alert-rules.ts';
// Each declares its metrics when it is imported.
import '@leadstream/http';
import '@leadstream/jobs';
import '@leadstream/messaging';
import '@leadstream/persistence';
import '@leadstream/retention';

/* No tool imports an app; those that have metrics of their own are found by their files. */
const appMetrics = DEPLOYED_APPS.map((app) => join(ROOT, 'apps', app, 'src/metrics.ts')).filter(existsSync);
await Promise.all(appMetrics.map((file) => import(file)));

const RUNBOOKS = 'docs/runbooks';
const rules = alertRules();
const runbookFiles = readdirSync(join(ROOT, RUNBOOKS));
const sectionsOf = (file: string): string[] => [...readText(`${RUNBOOKS}/${file}`).matchAll(/^## (.+)$/gm)].map(([, title = '']) => title);

const series = new Set(
  declaredMetrics().flatMap(({ kind, prometheusName }) =>
    kind === 'histogram' ? ['bucket', 'sum', 'count'].map((part) => `${prometheusName}_${part}`) : [prometheusName],
  ),
);

describe('alert rules', () => {
  it('have names of their own', () => {
    expect(rules.length).toBeGreaterThan(0);
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
  });

  it.each(rules.map((rule) => [rule.alert, rule] as const))('%s asks for series that the code declares', (_name, { expr }) => {
    expect(seriesIn(expr)).not.toEqual([]);
    expect(seriesIn(expr).filter((name) => !series.has(name))).toEqual([]);
  });

  it.each(rules.map((rule) => [rule.alert, rule] as const))('%s has a severity, a summary and its section in a runbook', (name, rule) => {
    expect(['warning', 'critical']).toContain(rule.labels.severity);
    expect(rule.annotations.summary).toMatch(/\.$/);
    const [path = '', anchor] = rule.annotations.runbook.split('#');
    expect(anchor).toBe(name.toLowerCase());
    expect(sectionsOf(path.slice(RUNBOOKS.length + 1))).toContain(name);
  });

  it('notice that a group or a relay is missing altogether', () => {
    const textOf = (alert: string): string => rules.find((rule) => rule.alert === alert)?.expr ?? '';
    for (const { name } of allGroups) expect(textOf('ConsumerAbsent')).toContain(`group="${name}"`);
    for (const app of DEPLOYED_APPS) expect(textOf('RelayAbsent')).toContain(`slice="${app}"`);
  });
});

describe('runbooks', () => {
  it('belong to an alert or a check of the doctor, and there is one for each check', () => {
    const wanted = new Set([
      ...rules.map(({ annotations }) => annotations.runbook.replace(/^.*\/(.*)#.*$/, '$1')),
      ...ALL_CHECKS.map(({ runbook }) => `${runbook}.md`),
      'servers.md',
    ]);
    expect(runbookFiles.toSorted()).toEqual([...wanted].toSorted());
  });

  it.each(runbookFiles)('%s is one screen, says when it is mended and what never to do, and speaks of alerts that there are', (file) => {
    expect(readText(`${RUNBOOKS}/${file}`).split('\n').length).toBeLessThanOrEqual(60);
    const sections = sectionsOf(file);
    expect(sections.slice(-2)).toEqual(['Mended when', 'Never']);
    const alerts = sections.filter((title) => /^[A-Z][A-Za-z]+$/.test(title) && title !== 'Never');
    expect(alerts.filter((title) => !rules.some(({ alert }) => alert === title))).toEqual([]);
  });

  it.each(runbookFiles)('%s names only commands that there are', (file) => {
    const { scripts } = JSON.parse(readText('package.json')) as { scripts: Record<string, string> };
    const named = [...readText(`${RUNBOOKS}/${file}`).matchAll(/npm run (?:-s )?([a-z:]+)/g)].map(([, script = '']) => script);
    expect(named.filter((script) => !(script in scripts))).toEqual([]);
  });
});

it('reads series out of an expression', () => {
  expect(seriesIn('sum by (job, le) (rate(a_bucket{state="x"}[5m])) / sum by (job) (b_total unless b_total offset 15m) > 0.1')).toEqual([
    'a_bucket',
    'b_total',
  ]);
});
