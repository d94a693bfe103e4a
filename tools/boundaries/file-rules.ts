import { posix } from 'node:path';
import type { SourceFile } from './source-file.ts';
import type { Rule } from './violation.ts';

/** What a file can be in an app. */
const APP_ROLES = ['controller', 'consumer', 'service', 'rules', 'repository', 'read-model', 'errors', 'module', 'metrics', 'config'];
/** What only a library needs: pieces of the framework that apps use ready-made. */
const LIBRARY_ROLES = [...APP_ROLES, 'filter', 'strategy', 'decorator', 'decorators'];
const CONTRACT_ROLE = /^(routes|v[1-9]\d*)$/;
const KEBAB_CASE = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const LIBRARY_ROOT = /^(libs\/[a-z]+\/src|infra\/local)\/index\.ts$/;
const CONTRACT_LIST = /^libs\/contracts\/src\/http(\/[a-z-]+)?\/index\.ts$/;

function roleIsKnown(file: SourceFile, role: string): boolean {
  if (file.project.kind === 'app') return APP_ROLES.includes(role);
  if (file.project.kind === 'e2e') return false;
  return LIBRARY_ROLES.includes(role) || (file.project.name === 'contracts' && CONTRACT_ROLE.test(role));
}

function complaints(file: SourceFile): string[] {
  const name = posix.basename(file.path);
  const [subject = '', ...rest] = name.replace(/((\.(unit|int|e2e|fixture))?\.spec)?\.ts$/, '').split('.');
  const inSources = /^(apps|libs)\/[^/]+\/src\//.test(file.path);
  const unknown = inSources ? rest.filter((role) => !roleIsKnown(file, role)) : [];
  return [
    ...(KEBAB_CASE.test(subject) ? [] : ['file names are kebab-case']),
    ...(rest.length > 1 ? ['a file has one role'] : unknown.map((role) => `${role} is not a role of this house`)),
    ...(/\.(spec|test)\.ts$/.test(name) && !file.isSpec
      ? ['a spec says what it costs, .unit.spec, .int.spec or .e2e.spec; what it leans on is a .fixture.spec']
      : []),
    ...(name === 'index.ts' && !LIBRARY_ROOT.test(file.path) && !CONTRACT_LIST.test(file.path)
      ? ['index.ts stands only at the root of a library']
      : []),
  ];
}

/** Names say what a file is: kebab-case, one role of the closed list, `index.ts` only at roots. */
export const fileNames: Rule = (file) => complaints(file).map((message) => ({ path: file.path, line: 1, message }));
