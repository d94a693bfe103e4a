import { expect, it } from '@jest/globals';
import { connectionProblems } from './connections.ts';
import { migrationProblems } from './migrations.ts';
import { serverProblems } from './vacuum.ts';

const short = (problems: readonly { severity: string; finding: string }[]) =>
  problems.map(({ severity, finding }) => `${severity}: ${finding}`);

it.each([
  [79, []],
  [80, ['warn: 80 of 100 connections are in use (80 %)']],
  [95, ['critical: 95 of 100 connections are in use (95 %)']],
])('knows how full a server is: %i of 100', (used, expected) => {
  expect(short(connectionProblems('postgres', used, 100))).toEqual(expected);
});

it('sorts what is wrong with migrations by its mending', () => {
  const lines = ['7_a: pending', '8_b: pending', '3_c: edited', '9_d: unknown', ...[1, 2, 3, 4].map((n) => `drift: + table t${n}`)];
  expect(migrationProblems('lead', lines)).toEqual([
    expect.objectContaining({ severity: 'critical', finding: 'not applied yet: 7_a; 8_b', mend: 'npm run migrate -- up --slice lead' }),
    expect.objectContaining({ severity: 'critical', finding: 'edited after it was applied: 3_c' }),
    expect.objectContaining({ severity: 'warn', finding: 'applied, but unknown to this release: 9_d' }),
    expect.objectContaining({ severity: 'critical', finding: expect.stringMatching(/\+ table t3; and 1 more$/) }),
  ]);
});

it.each([
  [true, 200e6, []],
  [true, 600e6, ['warn: 600 million transactions since the oldest row was frozen; writes stop at 2,100 million']],
  [true, 1_600e6, ['critical: 1600 million transactions since the oldest row was frozen; writes stop at 2,100 million']],
  [false, 0, ['critical: autovacuum is off']],
])('knows what vacuum owes: on %j, age %i', (isOn, age, expected) => {
  expect(short(serverProblems('postgres', isOn, age))).toEqual(expected);
});
