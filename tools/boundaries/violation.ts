import type { SourceFile } from './source-file.ts';

/** A broken law of the house, ready to print. */
export interface Violation {
  readonly path: string;
  readonly line: number;
  readonly message: string;
}

/** Looks at one source at a time. */
export type Rule = (file: SourceFile) => Violation[];

/** A rule about single imports: gives the complaint, or undefined when all is well. */
export function importRule(complaint: (file: SourceFile, specifier: string, typeOnly: boolean) => string | undefined): Rule {
  return (file) =>
    file.imports.flatMap(({ specifier, typeOnly, line }) => {
      const message = complaint(file, specifier, typeOnly);
      return message === undefined ? [] : [{ path: file.path, line, message: `${message} (${specifier})` }];
    });
}
