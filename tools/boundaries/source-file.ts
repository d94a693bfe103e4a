import { posix } from 'node:path';
import ts from 'typescript';
import { type Import, readImports } from './read-imports.ts';

/** Where a file belongs: an app, a library, or the scripts around them. */
export interface Project {
  readonly kind: 'app' | 'lib' | 'e2e' | 'scripts';
  readonly name: string;
  /** Path from the root. */
  readonly folder: string;
}

/** A source with what the rules of the house ask about it. */
export interface SourceFile {
  /** From the root, with `/`. */
  readonly path: string;
  readonly project: Project;
  /** A spec, or what stands in a folder of its own for the specs of a project. */
  readonly isSpec: boolean;
  /** `service` of `capture.service.ts`; undefined for a plain noun. */
  readonly role: string | undefined;
  readonly imports: readonly Import[];
  readonly syntax: ts.SourceFile;
}

const SPEC = /\.(unit|int|e2e|fixture)\.spec\.ts$/;
const SPEC_FOLDER = /^(apps|libs)\/[^/]+\/(test|spec)\/|^libs\/[^/]+\/src\/spec\/[^/]+\.spec\.ts$/;

function projectOf(path: string): Project {
  const [top = '', name = ''] = path.split('/');
  if (top === 'apps') return { kind: name === 'e2e' ? 'e2e' : 'app', name, folder: `apps/${name}` };
  if (top === 'libs') return { kind: 'lib', name, folder: `libs/${name}` };
  return { kind: 'scripts', name: top, folder: top };
}

/** Last part of the name before the ending; `decision.v1` and `x.rules` alike. */
export function roleOf(path: string): string | undefined {
  const parts = posix.basename(path).replace(SPEC, '.ts').split('.');
  return parts.length > 2 ? parts.at(-2) : undefined;
}

export function parseSource(path: string, text: string): SourceFile {
  const syntax = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  return {
    path,
    project: projectOf(path),
    isSpec: SPEC.test(path) || SPEC_FOLDER.test(path),
    role: roleOf(path),
    imports: readImports(syntax),
    syntax,
  };
}

/** Path from the root that a relative import points to, with the ending it is written with. */
export function targetOf(file: SourceFile, specifier: string): string {
  return posix.normalize(posix.join(posix.dirname(file.path), specifier));
}

export function isRelative(specifier: string): boolean {
  return specifier.startsWith('.') || specifier.startsWith('/');
}

/** Name of the package: `@scope/name` or `name`. */
export function packageOf(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}
