import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { LintCase } from './lint-texts.ts';

const root = resolve(import.meta.dirname, '../..');

const CASES: readonly (LintCase & { readonly rules: readonly string[] })[] = [
  { path: 'libs/kernel/src/clock.ts', text: `export const fine = (): number => 1;\n`, rules: [] },
  { path: 'libs/kernel/src/clock.ts', text: `export { y } from '@leadstream/contracts';\n`, rules: ['@nx/enforce-module-boundaries'] },
  {
    path: 'libs/contracts/src/topics.ts',
    text: `export const load = () => import('@leadstream/kernel');\n`,
    rules: ['@nx/enforce-module-boundaries'],
  },
  { path: 'apps/lead/src/lead/lead.ts', text: `export { x } from '@leadstream/testing';\n`, rules: ['@nx/enforce-module-boundaries'] },
  { path: 'libs/kernel/src/clock.ts', text: `export const x = process.env['HOME'];\n`, rules: ['no-restricted-syntax'] },
  {
    path: 'libs/kernel/src/clock.ts',
    text: `import { env } from 'node:process';\nexport const x = env;\n`,
    rules: ['no-restricted-syntax'],
  },
  { path: 'libs/kernel/src/clock.ts', text: `export default 1;\n`, rules: ['no-restricted-syntax'] },
  { path: 'libs/kernel/src/clock.ts', text: `export const x = 1 as any;\n`, rules: ['@typescript-eslint/no-explicit-any'] },
  { path: 'libs/kernel/src/clock.ts', text: `// @ts-ignore\nexport const x = 1;\n`, rules: ['@typescript-eslint/ban-ts-comment'] },
  { path: 'libs/kernel/src/clock.ts', text: `/* TODO more */\nconsole.log(1);\n`, rules: ['no-console', 'no-warning-comments'] },
  { path: 'libs/kernel/src/clock.ts', text: `/* eslint-disable no-console */\nconsole.log(1);\n`, rules: ['no-console'] },
  { path: 'libs/kernel/src/clock.ts', text: `async function tick() {}\ntick();\n`, rules: ['@typescript-eslint/no-floating-promises'] },
  { path: 'apps/lead/src/lead/lead.rules.ts', text: `export const now = (): Date => new Date();\n`, rules: ['no-restricted-syntax'] },
  { path: 'apps/lead/src/lead/lead.rules.ts', text: `export const now = (): number => Date.now();\n`, rules: ['no-restricted-syntax'] },
  { path: 'apps/lead/src/lead/lead.ts', text: `export { NotFoundException } from '@nestjs/common';\n`, rules: ['no-restricted-imports'] },
  {
    path: 'libs/kernel/src/errors.unit.spec.ts',
    text: `import { it } from '@jest/globals';\nit.only('x', () => undefined);\n`,
    rules: ['no-restricted-syntax'],
  },
];

describe('lint', () => {
  let broken: string[][];

  beforeAll(() => {
    const options = { cwd: root, encoding: 'utf8', env: { ...process.env, NX_DAEMON: 'false' } } as const;
    execFileSync(process.execPath, [join(root, 'node_modules/nx/dist/bin/nx.js'), 'show', 'projects'], options);
    const answer = execFileSync(process.execPath, [join(root, 'tools/lint/lint-texts.ts')], { ...options, input: JSON.stringify(CASES) });
    broken = JSON.parse(answer.split('\n').at(-2) ?? '') as string[][];
  }, 120_000);

  it.each(CASES.map((one, index) => [one.text.trim(), index, one.rules] as const))('judges %s', (_text, index, rules) => {
    expect(broken[index]).toEqual(rules);
  });
});
