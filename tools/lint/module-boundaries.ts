import { APP_LIBRARIES, LIBRARY_LAW } from '../boundaries/import-law.ts';

interface DependencyConstraint {
  readonly sourceTag: string;
  readonly onlyDependOnLibsWithTags: readonly string[];
}

const tags = (libraries: readonly string[]): string[] => libraries.map((library) => `lib:${library}`);

function constraints(alsoAllowed: readonly string[]): DependencyConstraint[] {
  const libraries = Object.entries(LIBRARY_LAW).map(([library, allowed]) => ({
    sourceTag: `lib:${library}`,
    onlyDependOnLibsWithTags: tags([...allowed, ...alsoAllowed]),
  }));
  return [
    ...libraries,
    { sourceTag: 'type:app', onlyDependOnLibsWithTags: tags([...APP_LIBRARIES, ...alsoAllowed]) },
    { sourceTag: 'type:e2e', onlyDependOnLibsWithTags: tags([...APP_LIBRARIES, 'testing']) },
  ];
}

const options = { allow: [], enforceBuildableLibDependency: false, banTransitiveDependencies: false };

/** Options of `@nx/enforce-module-boundaries` for shipped sources. */
export const sourceBoundaries = { ...options, depConstraints: constraints([]) };

/** The same for specs, which may use the test library besides. */
export const specBoundaries = { ...options, depConstraints: constraints(['testing']) };

/** The black-box tests start the system and read its traces like anyone else. */
export const e2eBoundaries = {
  ...specBoundaries,
  allow: ['../../../infra/local/index.ts', '../../../../infra/local/index.ts', '../../../tools/trace/trace-lines.ts'],
};
