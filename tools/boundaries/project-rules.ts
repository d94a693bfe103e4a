import { APP_LIBRARIES, LIBRARY_LAW } from './import-law.ts';
import { isRelative, packageOf, type SourceFile, targetOf } from './source-file.ts';
import { importRule } from './violation.ts';

const OURS = '@leadstream/';
/** Doors for whoever works on the system from outside: the launcher, and the reader of traces. */
const DOORS = ['infra/local/index.ts', 'tools/trace/trace-lines.ts'];
/** Files besides code that a library publishes. */
const PUBLISHED_FILES = ['@leadstream/contracts/openapi.json', '@leadstream/contracts/topics.json'];
/** What only runs within Jest, and what is slow to load; programs under plain Node enter the library by its root. */
const TESTING_ENTRIES = ['@leadstream/testing/http-load', '@leadstream/testing/jest', '@leadstream/testing/tls'];

function librariesOf({ project, isSpec }: SourceFile): readonly string[] {
  if (project.kind === 'lib') return [...(LIBRARY_LAW[project.name] ?? []), ...(isSpec ? ['testing'] : [])];
  if (project.kind === 'app') return isSpec ? [...APP_LIBRARIES, 'testing'] : APP_LIBRARIES;
  return [...APP_LIBRARIES, 'testing'];
}

/** Libraries import only those that the law names; `testing` is for specs and e2e. */
export const libraryLaw = importRule((file, specifier) => {
  if (!specifier.startsWith(OURS)) return undefined;
  const library = packageOf(specifier).slice(OURS.length);
  if (library.startsWith('app-') || librariesOf(file).includes(library)) return undefined;
  return `${file.project.folder} must not import the library ${library}${library === 'testing' ? ' outside of specs' : ''}`;
});

/** No app is imported by anyone. */
export const noAppIsImported = importRule((_file, specifier) =>
  specifier.startsWith(`${OURS}app-`) ? 'an app is imported by nobody' : undefined,
);

/** A library is entered by its root. */
export const rootsOnly = importRule((_file, specifier) => {
  if (!specifier.startsWith(OURS) || specifier === packageOf(specifier)) return undefined;
  if ([...TESTING_ENTRIES, ...PUBLISHED_FILES].includes(specifier)) return undefined;
  return 'import a library by its root';
});

/** Relative imports stay in the project; e2e and scripts may besides enter by the doors. */
export const staysAtHome = importRule((file, specifier) => {
  if (!isRelative(specifier)) return undefined;
  const target = targetOf(file, specifier);
  if (target.startsWith(`${file.project.folder}/`)) return undefined;
  if (DOORS.includes(target) && ['e2e', 'scripts'].includes(file.project.kind)) return undefined;
  return 'a relative import must not leave the project';
});
