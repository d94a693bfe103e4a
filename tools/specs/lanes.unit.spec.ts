import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { findSpecs, type Kind, KINDS } from './find-specs.ts';
import { lanesOf } from './lanes.ts';

const ROOT = new URL('../..', import.meta.url).pathname;

it('gives integration specs that mostly wait a worker of their own', () => {
  const files = ['a/big.int.spec.ts', 'm/kafkajs/kafkajs-client.int.spec.ts', 'libs/jobs/zombie.int.spec.ts', 'a/small.int.spec.ts'];
  expect(lanesOf({ kind: 'int', files })).toEqual([
    { kind: 'int', files: ['a/big.int.spec.ts', 'a/small.int.spec.ts'], workers: 2, isolated: false },
    { kind: 'int', files: ['m/kafkajs/kafkajs-client.int.spec.ts', 'libs/jobs/zombie.int.spec.ts'], workers: 1, isolated: false },
  ]);
});

it('has one lane for other kinds, and none without specs', () => {
  const e2e = { kind: 'e2e', files: ['e/rebalance.e2e.spec.ts'] } as const;
  expect(lanesOf(e2e)).toEqual([{ ...e2e, workers: 1, isolated: true }]);
  expect(lanesOf({ kind: 'int', files: [] })).toEqual([]);
});

it('knows the specs of Kafka clients by their names', () => {
  const files = findSpecs(ROOT, 'int', ['libs/messaging/src/kafkajs/', 'libs/messaging/src/platformatic/', 'libs/messaging/src/spec/']);
  expect([files.length, lanesOf({ kind: 'int', files })]).toEqual([5, [{ kind: 'int', files, workers: 1, isolated: false }]]);
});

it.each(KINDS)('gives every %s spec that mocks a realm of its own', (kind) => {
  const mocking = specsWith(kind, /\bjest\b[^;]*from '@jest\/globals'/);
  expect(isolated(kind, mocking)).toEqual(mocking);
});

it('gives every integration spec that reads the counters of its process a realm of its own', () => {
  const counting = specsWith('int', /\/metrics['`]/);
  expect(counting.length).toBeGreaterThan(0);
  expect(isolated('int', counting)).toEqual(counting);
});

it('lets every integration spec that measures the memory of its process begin in a fresh one', () => {
  const measuring = specsWith('int', /memoryUsage/);
  expect(measuring.length).toBeGreaterThan(0);
  expect(lanesOf({ kind: 'int', files: ['a/big.int.spec.ts', ...measuring] })[1]).toEqual({
    kind: 'int',
    files: measuring,
    workers: 1,
    isolated: false,
  });
});

function specsWith(kind: Kind, pattern: RegExp): string[] {
  return findSpecs(ROOT, kind, []).filter((file) => pattern.test(readFileSync(join(ROOT, file), 'utf8')));
}

function isolated(kind: Kind, files: string[]): string[] {
  return lanesOf({ kind, files }).flatMap((lane) => (lane.isolated ? lane.files : []));
}
