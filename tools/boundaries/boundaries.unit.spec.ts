import { resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readDeclaredPackages, readSources, violationsIn } from './check-boundaries.ts';
import { LIBRARY_LAW } from './import-law.ts';

const packages = [
  'zod',
  'pg',
  'kafkajs',
  '@nestjs/common',
  '@prisma/client',
  ...Object.keys(LIBRARY_LAW).map((name) => `@leadstream/${name}`),
  '@leadstream/app-lead',
];
const folders = ['apps/lead', 'apps/e2e', ...Object.keys(LIBRARY_LAW).map((name) => `libs/${name}`)];
const declared = new Map([['', new Set(packages)], ...folders.map((folder) => [folder, new Set(packages)] as const)]);

function complaints(path: string, text: string): string[] {
  return violationsIn(new Map([[path, text]]), declared).map(({ message }) => message);
}
const importing = (specifier: string): string => `import { x } from '${specifier}';\nexport const y = x;`;

const LIBRARIES = Object.keys(LIBRARY_LAW);
const forbidden = LIBRARIES.flatMap((from) =>
  LIBRARIES.filter((to) => to !== from && !LIBRARY_LAW[from]?.includes(to)).map((to): [string, string] => [from, to]),
);
const allowed = Object.entries(LIBRARY_LAW).flatMap(([from, targets]) => targets.map((to): [string, string] => [from, to]));

describe('libraries', () => {
  it.each(forbidden)('%s must not import %s', (from, to) => {
    expect(complaints(`libs/${from}/src/thing.ts`, importing(`@leadstream/${to}`))).toEqual([
      expect.stringContaining('must not import the library'),
    ]);
  });

  it.each(allowed)('%s may import %s', (from, to) => {
    expect(complaints(`libs/${from}/src/thing.ts`, importing(`@leadstream/${to}`))).toEqual([]);
  });

  it('are entered by their roots', () => {
    expect(complaints('apps/lead/src/thing.ts', importing('@leadstream/kernel/src/clock.js'))).toEqual([
      expect.stringContaining('by its root'),
    ]);
    expect(complaints('apps/lead/src/thing.ts', importing('@leadstream/contracts/openapi.json'))).toEqual([]);
  });

  it.each([
    ['a type', `import type { X } from '@leadstream/http';`],
    ['an inline type', `export const x: import('@leadstream/http').X = 1;`],
    ['a re-export', `export * from '@leadstream/http';`],
    ['a dynamic import', `export const x = () => import('@leadstream/http');`],
    ['a side effect', `import '@leadstream/http';`],
    ['require', `import x = require('@leadstream/http');\nexport const y = x;`],
    ['createRequire', `export const x = require('@leadstream/http');`],
  ])('are seen through %s', (_name, text) => {
    expect(complaints('libs/kernel/src/thing.ts', text)).toEqual([expect.stringContaining('must not import the library http')]);
  });
});

describe('apps', () => {
  it('import libraries, but never another app', () => {
    expect(complaints('apps/lead/src/thing.ts', importing('@leadstream/messaging'))).toEqual([]);
    expect(complaints('apps/gateway/src/thing.ts', importing('@leadstream/app-lead'))).toContainEqual(
      expect.stringContaining('an app is imported by nobody'),
    );
    expect(complaints('libs/http/src/thing.ts', importing('@leadstream/app-lead'))).toContainEqual(
      expect.stringContaining('an app is imported by nobody'),
    );
    expect(complaints('apps/lead/src/thing.ts', importing('../../gateway/src/thing.js'))).toEqual([
      expect.stringContaining('must not leave the project'),
    ]);
    expect(complaints('apps/lead/src/thing.ts', importing('../../../libs/kernel/src/clock.js'))).toEqual([
      expect.stringContaining('must not leave'),
    ]);
  });

  it('use the test library in specs only', () => {
    expect(complaints('apps/lead/src/thing.ts', importing('@leadstream/testing'))).toEqual([expect.stringContaining('outside of specs')]);
    expect(complaints('apps/lead/src/thing.int.spec.ts', importing('@leadstream/testing'))).toEqual([]);
    expect(complaints('apps/e2e/src/thing.ts', importing('@leadstream/testing'))).toEqual([]);
  });

  it('find in it a second entry for what runs within Jest, in specs only as well', () => {
    expect(complaints('apps/lead/src/thing.int.spec.ts', importing('@leadstream/testing/jest'))).toEqual([]);
    expect(complaints('apps/lead/src/thing.ts', importing('@leadstream/testing/jest'))).toEqual([
      expect.stringContaining('outside of specs'),
    ]);
  });

  it('enter the launcher from e2e only, and by its root', () => {
    expect(complaints('apps/e2e/src/system.ts', importing('../../../infra/local/index.ts'))).toEqual([]);
    expect(complaints('apps/e2e/src/system.ts', importing('../../../infra/local/stack.ts'))).toEqual([
      expect.stringContaining('must not leave'),
    ]);
    expect(complaints('apps/lead/src/system.ts', importing('../../../infra/local/index.ts'))).toEqual([
      expect.stringContaining('must not leave'),
    ]);
  });
});

describe('roles in a service', () => {
  const at = (role: string, specifier: string): string[] => complaints(`apps/lead/src/capture/capture.${role}.ts`, importing(specifier));

  it.each([
    ['controller', './capture.repository.js'],
    ['controller', './capture.read-model.js'],
    ['controller', './capture.consumer.js'],
    ['consumer', './capture.repository.js'],
    ['consumer', './capture.read-model.js'],
    ['service', './capture.controller.js'],
    ['service', './capture.consumer.js'],
    ['repository', './capture.service.js'],
    ['read-model', './capture.controller.js'],
    ['rules', './capture.repository.js'],
    ['rules', './capture.service.js'],
    ['errors', './capture.service.js'],
    ['service', '../app.module.js'],
  ])('a %s must not import %s', (role, specifier) => {
    expect(at(role, specifier)).toEqual([expect.stringMatching(/^[a-z-]+ must not import [a-z-]+ /)]);
  });

  it.each([
    ['controller', './capture.service.js'],
    ['consumer', './capture.service.js'],
    ['service', './capture.repository.js'],
    ['service', './capture.rules.js'],
    ['repository', './capture.js'],
    ['rules', './other.rules.js'],
  ])('a %s may import %s', (role, specifier) => {
    expect(at(role, specifier)).toEqual([]);
  });

  it.each(['pg', '@prisma/client', '../generated/prisma/client.js'])('only repositories and read-models import %s', (specifier) => {
    expect(at('service', specifier)).toEqual([expect.stringContaining('touch the database')]);
    expect(at('controller', specifier)).toEqual([expect.stringContaining('touch the database')]);
    expect(at('repository', specifier)).toEqual([]);
    expect(at('read-model', specifier)).toEqual([]);
    expect(complaints('apps/lead/src/app.module.ts', importing(specifier))).toEqual([]);
    expect(complaints('libs/http/src/thing.ts', importing('pg'))).toEqual([expect.stringContaining('does not speak to Postgres')]);
  });

  it.each(['@nestjs/common', 'kafkajs', 'node:fs', 'node:timers/promises', '@leadstream/persistence', '@leadstream/messaging'])(
    'rules do not import %s',
    (specifier) => {
      expect(at('rules', specifier)).toContainEqual(expect.stringContaining('rules are pure'));
    },
  );

  it('one feature uses another through its service or read-model', () => {
    expect(at('service', '../imports/imports.repository.js')).toEqual([
      expect.stringContaining('feature capture must use imports through'),
    ]);
    expect(at('service', '../imports/imports.service.js')).toEqual([]);
    expect(at('service', '../imports/imports.read-model.js')).toEqual([]);
    expect(at('service', '../lead-store/lead.repository.js')).toEqual([]);
    expect(complaints('apps/lead/src/lead-store/lead.controller.ts', '')).toEqual(['a store holds no controller']);
  });
});

describe('files', () => {
  it.each([
    ['apps/lead/src/capture/capture.helper.ts', 'helper is not a role'],
    ['apps/lead/src/capture/capture.filter.ts', 'filter is not a role'],
    ['apps/lead/src/capture/capture.http.service.ts', 'one role'],
    ['apps/lead/src/capture/leadCapture.ts', 'kebab-case'],
    ['apps/lead/src/capture/index.ts', 'only at the root'],
    ['libs/http/src/server/index.ts', 'only at the root'],
    ['libs/http/src/thing.spec.ts', 'a spec says what it costs'],
    ['libs/http/src/thing.routes.ts', 'routes is not a role'],
  ])('%s is refused', (path, message) => {
    expect(complaints(path, '')).toContainEqual(expect.stringContaining(message));
  });

  it.each([
    'libs/http/src/index.ts',
    'libs/http/src/problem.filter.ts',
    'libs/contracts/src/http/lead/lead.routes.ts',
    'libs/contracts/src/events/lead/lead-captured.v1.ts',
    'apps/lead/src/lead/lead.rules.unit.spec.ts',
  ])('%s is fine', (path) => {
    expect(complaints(path, '')).toEqual([]);
  });
});

describe('injection', () => {
  const service = (imported: string, parameter: string): string =>
    `${imported}\n@Injectable()\nexport class A {\n  constructor(${parameter}) {}\n}\nfunction Injectable(): ClassDecorator { return () => undefined; }`;

  it.each([`import type { Leads } from './leads.service.js';`, `import { type Leads } from './leads.service.js';`])(
    'sees that %s would inject undefined',
    (imported) => {
      expect(complaints('apps/lead/src/a/a.service.ts', service(imported, 'private readonly leads: Leads'))).toEqual([
        expect.stringContaining('Leads is injected'),
      ]);
    },
  );

  it('takes classes imported as values, and types whose token is named', () => {
    expect(
      complaints('apps/lead/src/a/a.service.ts', service(`import { Leads } from './leads.service.js';`, 'private readonly leads: Leads')),
    ).toEqual([]);
    expect(
      complaints(
        'apps/lead/src/a/a.service.ts',
        service(`import type { Clock } from './clock.js';`, `@Inject(CLOCK) private readonly clock: Clock`),
      ),
    ).toEqual([]);
  });
});

describe('packages', () => {
  it('are declared by the project that ships them', () => {
    expect(complaints('libs/http/src/thing.ts', importing('lodash'))).toEqual(['libs/http/package.json does not declare lodash']);
    expect(complaints('libs/http/src/thing.ts', importing('fs'))).toEqual(['write node:fs']);
  });
});

describe('this repository', () => {
  it('keeps every boundary', () => {
    const root = resolve(import.meta.dirname, '../..');
    const sources = readSources(root);
    expect(sources.size).toBeGreaterThan(100);
    expect(violationsIn(sources, readDeclaredPackages(root))).toEqual([]);
  });
});
