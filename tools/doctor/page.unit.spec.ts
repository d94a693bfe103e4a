import { expect, it } from '@jest/globals';
import type { Report } from './examine.ts';
import type { Finding, Severity } from './finding.ts';
import { exitCodeOf, pageOf } from './page.ts';

const finding = (severity: Severity, subject: string): Finding => ({
  check: 'outbox',
  runbook: 'docs/runbooks/outbox.md',
  severity,
  subject,
  finding: '3 events wait',
  mend: 'npm start',
});
const report = (findings: readonly Finding[], leftOut: readonly string[] = []): Report => ({
  findings,
  checked: ['servers', 'outbox', 'jobs'],
  leftOut,
});

it('tells the gravest first, each with the command that mends it and its runbook', () => {
  expect(pageOf(report([finding('warn', 'engagement'), finding('critical', 'lead')]))).toEqual([
    'CRITICAL  lead: 3 events wait',
    '          npm start   # docs/runbooks/outbox.md',
    'warning   engagement: 3 events wait',
    '          npm start   # docs/runbooks/outbox.md',
    'ok        servers, jobs',
    '3 checks: 1 critical, 1 warning',
  ]);
});

it('stays one page however much is wrong', () => {
  const page = pageOf(report(Array.from({ length: 500 }, (_, index) => finding('warn', `slice ${index}`))));
  expect(page.length).toBeLessThanOrEqual(45);
  expect(page).toContain('          and 480 more: npm run doctor -- --json');
  expect(page.at(-1)).toBe('3 checks: 0 critical, 500 warnings');
});

it('never counts what it could not look at as well', () => {
  expect(pageOf(report([finding('critical', 'lead')], ['topics']))).toContain('unknown   topics');
});

it('keeps a check well that only remarks something', () => {
  expect(pageOf(report([finding('ok', 'postgres')]))).toContain('ok        servers, outbox, jobs');
});

it.each([
  [[], 0],
  [['ok', 'warn'], 0],
  [['warn', 'critical'], 2],
] as const)('ends %j with %i', (severities, code) => {
  expect(exitCodeOf(report(severities.map((severity) => finding(severity, 'lead'))))).toBe(code);
});
