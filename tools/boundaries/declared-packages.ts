import { builtinModules } from 'node:module';
import { isRelative, packageOf, type SourceFile } from './source-file.ts';
import type { Rule } from './violation.ts';

/** Packages that a project declares, by its folder; `''` holds those of the root. */
export type DeclaredPackages = ReadonlyMap<string, ReadonlySet<string>>;

function mayImport(file: SourceFile, name: string, declared: DeclaredPackages): boolean {
  if (declared.get(file.project.folder)?.has(name)) return true;
  const ships = !file.isSpec && ['app', 'lib'].includes(file.project.kind);
  return !ships && (declared.get('')?.has(name) === true || name.startsWith('@leadstream/'));
}

/** What ships imports only what its own package.json declares; specs and scripts may use the root's tools. */
export function declaredPackages(declared: DeclaredPackages): Rule {
  return (file) =>
    file.imports.flatMap(({ specifier, line }) => {
      if (isRelative(specifier) || specifier.startsWith('node:')) return [];
      const name = packageOf(specifier);
      if (builtinModules.includes(name)) return [{ path: file.path, line, message: `write node:${name}` }];
      return mayImport(file, name, declared)
        ? []
        : [{ path: file.path, line, message: `${file.project.folder}/package.json does not declare ${name}` }];
    });
}
