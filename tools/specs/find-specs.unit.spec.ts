import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { findSpecs, parseSelection } from './find-specs.ts';

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'leadstream-specs-'));
  const files = [
    'libs/b/src/b.unit.spec.ts',
    'apps/a/src/a.unit.spec.ts',
    'apps/a/src/a.int.spec.ts',
    'apps/a/dist/a.unit.spec.ts',
    'apps/a/src/a.ts',
  ];
  for (const file of files) {
    mkdirSync(join(root, dirname(file)), { recursive: true });
    writeFileSync(join(root, file), '');
  }
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

it('finds the specs of a kind and leaves out what was built', () => {
  expect(findSpecs(root, 'unit', [])).toEqual(['apps/a/src/a.unit.spec.ts', 'libs/b/src/b.unit.spec.ts']);
});

it('keeps to the paths that were asked for', () => {
  expect(findSpecs(root, 'unit', ['libs/'])).toEqual(['libs/b/src/b.unit.spec.ts']);
});

it('reads paths and kinds from the command line', () => {
  expect(parseSelection(['./libs/b', '--kind', 'unit,int'])).toEqual({ paths: ['libs/b'], kinds: ['unit', 'int'], pooled: false });
  expect(parseSelection([])).toEqual({ paths: [], kinds: ['unit', 'int', 'e2e'], pooled: false });
});

it('puts the integration specs behind the pooler, unless other kinds are named', () => {
  expect(parseSelection(['--pooler', 'libs/b'])).toEqual({ paths: ['libs/b'], kinds: ['int'], pooled: true });
  expect(parseSelection(['--kind', 'int,e2e', '--pooler'])).toEqual({ paths: [], kinds: ['int', 'e2e'], pooled: true });
});

it('refuses a kind that does not exist', () => {
  expect(() => parseSelection(['--kind', 'slow'])).toThrow('"slow" is no kind of spec');
});
