import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runChecks } from './steps.ts';

describe('runChecks', () => {
  let root: string;
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'check-'));
    writeFileSync(join(root, 'good.mjs'), 'console.log("all is well");');
    writeFileSync(join(root, 'bad.mjs'), 'console.error("line 7 is wrong", process.argv[2]); process.exit(3);');
  });
  afterAll(() => rmSync(root, { recursive: true }));

  it('prints a line a step, shows what a failed one said, and goes on', async () => {
    const printed: string[] = [];
    const outcome = await runChecks(
      root,
      [
        { name: 'format', script: ['bad.mjs', 'here'] },
        { name: 'types', script: ['good.mjs'], isBeside: true },
        { name: 'lint', script: ['good.mjs'] },
      ],
      (text) => void printed.push(text),
    );
    expect(outcome).toEqual({ passed: 2, failed: 1 });
    expect(printed).toEqual([
      expect.stringMatching(/^format +\d+\.\d s {2}FAILED\n$/),
      'line 7 is wrong here\n\n',
      expect.stringMatching(/^types +\d+\.\d s {2}ok\n$/),
      expect.stringMatching(/^lint +\d+\.\d s {2}ok\n$/),
    ]);
  });
});
