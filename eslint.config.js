import js from '@eslint/js';
import nx from '@nx/eslint-plugin';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';
import { e2eBoundaries, sourceBoundaries, specBoundaries } from './tools/lint/module-boundaries.ts';
import { domainErrorsOnly, pureRules, sealedEnvironment, soundTests } from './tools/lint/restrictions.ts';

const sources = ['apps/*/src/**/*.ts', 'libs/*/src/**/*.ts'];
const scripts = ['infra/**/*.ts', 'tools/**/*.ts'];
const specs = ['**/*.spec.ts'];
/** The only files that may look at the environment of the process. */
const environmentReaders = ['libs/kernel/src/config.ts', 'libs/testing/src/**/*.ts', ...specs];

export default tseslint.config(
  { ignores: ['**/dist/**', '**/generated/**', '**/node_modules/**', '.nx/**', '.leadstream/**', 'coverage/**'] },
  { plugins: { '@nx': nx } },
  { linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'off' } },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommended],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx'] }],
      'no-console': 'error',
      'no-control-regex': 'off',
      '@typescript-eslint/ban-ts-comment': ['error', { 'ts-expect-error': true, 'ts-ignore': true, 'ts-nocheck': true, 'ts-check': false }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { properties: false, inheritedMethods: false } }],
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/return-await': ['error', 'in-try-catch'],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    },
  },
  {
    files: sources,
    rules: { '@nx/enforce-module-boundaries': ['error', sourceBoundaries] },
  },
  { files: sources, ignores: environmentReaders, rules: { 'no-restricted-syntax': ['error', ...sealedEnvironment] } },
  { files: ['apps/*/src/**/*.ts'], rules: { 'no-restricted-imports': ['error', domainErrorsOnly] } },
  { files: ['**/*.rules.ts'], rules: { 'no-restricted-syntax': ['error', ...sealedEnvironment, ...pureRules] } },
  {
    files: specs,
    rules: { '@nx/enforce-module-boundaries': ['error', specBoundaries], 'no-restricted-syntax': ['error', ...soundTests] },
  },
  { files: ['apps/e2e/**/*.ts'], rules: { '@nx/enforce-module-boundaries': ['error', e2eBoundaries] } },
  { files: scripts, rules: { 'no-console': 'off' } },
  { files: ['**/*.js'], languageOptions: { globals: { process: 'readonly' } } },
  prettier,
);
