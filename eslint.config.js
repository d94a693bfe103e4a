import js from '@eslint/js';
import nx from '@nx/eslint-plugin';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';
import { IGNORED } from './tools/lint/ignored.ts';
import { e2eBoundaries, sourceBoundaries, specBoundaries } from './tools/lint/module-boundaries.ts';
import { demandProjectGraph } from './tools/lint/project-graph.ts';
import { domainErrorsOnly, pureRules, sealedEnvironment, soundTests } from './tools/lint/restrictions.ts';

demandProjectGraph();

const sources = ['apps/*/src/**/*.ts', 'libs/*/src/**/*.ts'];
/** Specs, and the folders that stand beside `src` for their sake. */
const specs = ['apps/*/src/**/*.spec.ts', 'libs/*/src/**/*.spec.ts', 'apps/*/test/**/*.ts', 'libs/*/{spec,test}/**/*.ts'];
/** The only files that may look at the environment of the process. */
const environmentReaders = ['libs/kernel/src/config.ts', 'libs/testing/src/**/*.ts', ...specs];

/** Rules that read one file at a time; those that need types are in `eslint.typed.config.js`. */
export default tseslint.config(
  { ignores: IGNORED },
  { plugins: { '@nx': nx } },
  { linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'off' } },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommended],
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx'] }],
      'no-console': 'error',
      'no-control-regex': 'off',
      '@typescript-eslint/ban-ts-comment': ['error', { 'ts-expect-error': true, 'ts-ignore': true, 'ts-nocheck': true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }],
    },
  },
  { files: sources, rules: { '@nx/enforce-module-boundaries': ['error', sourceBoundaries] } },
  { files: sources, ignores: environmentReaders, rules: { 'no-restricted-syntax': ['error', ...sealedEnvironment] } },
  { files: ['apps/*/src/**/*.ts'], rules: { 'no-restricted-imports': ['error', domainErrorsOnly] } },
  { files: ['**/*.rules.ts'], rules: { 'no-restricted-syntax': ['error', ...sealedEnvironment, ...pureRules] } },
  { files: specs, rules: { '@nx/enforce-module-boundaries': ['error', specBoundaries] } },
  { files: ['**/*.spec.ts'], rules: { 'no-restricted-syntax': ['error', ...soundTests] } },
  { files: ['apps/e2e/**/*.ts'], rules: { '@nx/enforce-module-boundaries': ['error', e2eBoundaries] } },
  // Read and run by whoever has nothing of ours.
  { files: ['docs/*.mjs'], languageOptions: { globals: { Buffer: 'readonly', console: 'readonly', process: 'readonly' } } },
  { files: ['infra/**/*.ts', 'tools/**/*.ts'], rules: { 'no-console': 'off' } },
  prettier,
);
