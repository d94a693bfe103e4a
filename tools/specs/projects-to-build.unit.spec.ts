import { expect, it } from '@jest/globals';
import { projectsToBuild } from './projects-to-build.ts';

it('builds only the projects of unit specs', () => {
  const files = ['libs/kernel/src/a.unit.spec.ts', 'libs/kernel/src/b.unit.spec.ts', 'tools/specs/c.unit.spec.ts'];
  expect(projectsToBuild([{ kind: 'unit', files }])).toEqual(['@leadstream/kernel']);
});

it('adds what migrates the template database for integration specs', () => {
  expect(projectsToBuild([{ kind: 'int', files: ['apps/lead/src/a.int.spec.ts'] }])).toEqual([
    '@leadstream/app-lead',
    '@leadstream/contracts',
    '@leadstream/messaging',
    '@leadstream/persistence',
  ]);
});

it('adds what the commands use for integration specs of tools', () => {
  expect(projectsToBuild([{ kind: 'int', files: ['tools/doctor/a.int.spec.ts'] }])).toContain('@leadstream/jobs');
});

it('builds everything for end-to-end specs', () => {
  expect(projectsToBuild([{ kind: 'e2e', files: ['apps/e2e/src/a.e2e.spec.ts'] }])).toBeUndefined();
});
