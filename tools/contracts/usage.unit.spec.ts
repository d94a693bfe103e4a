import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import * as contracts from '@leadstream/contracts';

const root = resolve(import.meta.dirname, '../..');
const { allEvents, allGroups, contractName } = contracts;

function sourcesOf(app: string): string {
  const paths = globSync(`apps/${app}/src/**/*.ts`, { cwd: root, exclude: (name) => name === 'generated' });
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
    expect(sourcesOf(event.producer)).toContain(exportOf(event));
  });

  it.each(allGroups.map((group) => [group.name, group] as const))('%s is read by its app', (name, group) => {
    expect(sourcesOf(name.split('.')[0] ?? '')).toContain(`${exportOf(group)}.name`);
  });
});
