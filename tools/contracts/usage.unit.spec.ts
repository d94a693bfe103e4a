import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import * as contracts from '@leadstream/contracts';

const root = resolve(import.meta.dirname, '../..');
const { allEvents, allGroups, contractName, producersOf } = contracts;

/** What several services publish, they publish through a library. */
const SHARED = ['privacy', 'retention'];

function sourcesOf(project: string): string {
  const paths = globSync(`${project}/src/**/*.ts`, { cwd: root, exclude: (name) => name === 'generated' });
  return paths
    .filter((path) => !path.endsWith('.spec.ts'))
    .map((path) => readFileSync(join(root, path), 'utf8'))
    .join('\n');
}

/** Name under which the library exports a contract. */
function exportOf(contract: unknown): string {
  return Object.entries(contracts).find(([, value]) => value === contract)?.[0] ?? 'not exported';
}

describe('what the contracts promise', () => {
  it.each(allEvents.map((event) => [contractName(event), event] as const))('%s is published by its producer', (_name, event) => {
    const publishes = (project: string) => sourcesOf(project).includes(exportOf(event));
    const producers = producersOf(event);
    if (producers.length === 1) {
      expect(publishes(`apps/${producers[0]}`)).toBe(true);
      return;
    }
    const library = SHARED.find((name) => publishes(`libs/${name}`));
    expect(library).toBeDefined();
    for (const app of producers) expect(sourcesOf(`apps/${app}`)).toContain(`@leadstream/${library}`);
  });

  it.each(allGroups.map((group) => [group.name, group] as const))('%s is read by its app', (name, group) => {
    expect(sourcesOf(`apps/${name.split('.')[0]}`)).toContain(`${exportOf(group)}.name`);
  });
});
