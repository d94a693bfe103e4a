import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { declaredPackages, type DeclaredPackages } from './declared-packages.ts';
import { fileNames } from './file-rules.ts';
import { injectedByValue } from './injection-rules.ts';
import { libraryLaw, noAppIsImported, rootsOnly, staysAtHome } from './project-rules.ts';
import { databaseRoles, featureDoors, inwardArrows, pureRules, storesOnlyStore } from './role-rules.ts';
import { parseSource } from './source-file.ts';
import type { Violation } from './violation.ts';

const SOURCES = ['apps/*/{src,test,faults}/**/*.ts', 'libs/*/{src,spec,test}/**/*.ts', 'infra/**/*.ts', 'tools/**/*.ts'];
const RULES = [
  libraryLaw,
  noAppIsImported,
  rootsOnly,
  staysAtHome,
  databaseRoles,
  inwardArrows,
  pureRules,
  featureDoors,
  storesOnlyStore,
  fileNames,
  injectedByValue,
];

/** Texts of sources by their path from the root. */
export type Sources = ReadonlyMap<string, string>;

/** Every law that a source breaks. */
export function violationsIn(sources: Sources, declared: DeclaredPackages): Violation[] {
  const rules = [...RULES, declaredPackages(declared)];
  return [...sources].flatMap(([path, text]) => {
    const file = parseSource(path, text);
    return rules.flatMap((rule) => rule(file));
  });
}

/** The sources of the repository, without what is generated or installed. */
export function readSources(root: string): Sources {
  const paths = globSync(SOURCES, { cwd: root, exclude: (path) => /(^|\/)(node_modules|dist|generated)$/.test(path) });
  return new Map(paths.sort().map((path) => [path, readFileSync(join(root, path), 'utf8')]));
}

/** What each package.json declares. */
export function readDeclaredPackages(root: string): DeclaredPackages {
  const manifests = globSync(['package.json', 'apps/*/package.json', 'libs/*/package.json'], { cwd: root });
  return new Map(
    manifests.map((manifest) => {
      const { dependencies, devDependencies } = JSON.parse(readFileSync(join(root, manifest), 'utf8')) as Record<
        string,
        object | undefined
      >;
      const folder = dirname(manifest);
      return [folder === '.' ? '' : folder, new Set([...Object.keys(dependencies ?? {}), ...Object.keys(devDependencies ?? {})])];
    }),
  );
}
