import { globSync } from 'node:fs';

/** Kinds of specs by their cost, cheapest first; the order in which they run. */
export const KINDS = ['unit', 'int', 'e2e'] as const;
export type Kind = (typeof KINDS)[number];

/** Files of one kind, as paths from the root of the repository. */
export interface SpecFiles {
  readonly kind: Kind;
  readonly files: readonly string[];
}

/** What the command line asks for. */
export interface Selection {
  readonly kinds: readonly Kind[];
  /** Parts of paths; empty = all. */
  readonly paths: readonly string[];
}

/** @throws Error in one line for an unknown kind */
export function parseSelection(words: readonly string[]): Selection {
  const paths: string[] = [];
  const kinds: Kind[] = [];
  for (let at = 0; at < words.length; at += 1) {
    if (words[at] !== '--kind') paths.push((words[at] ?? '').replace(/^\.\//, ''));
    else kinds.push(...parseKinds(words[(at += 1)] ?? ''));
  }
  return { paths, kinds: kinds.length > 0 ? kinds : KINDS };
}

function parseKinds(list: string): Kind[] {
  return list.split(',').map((word) => {
    const kind = KINDS.find((known) => known === word);
    if (!kind) throw new Error(`"${word}" is no kind of spec: npm test -- [paths] [--kind ${KINDS.join('|')}]`);
    return kind;
  });
}

/** Spec files of a kind, sorted, as paths from the root of the repository. */
export function findSpecs(root: string, kind: Kind, paths: readonly string[]): string[] {
  const found = globSync(`{apps,libs,infra,tools}/**/*.${kind}.spec.ts`, {
    cwd: root,
    exclude: (name) => ['node_modules', 'dist', 'generated'].includes(name),
  });
  return found.filter((file) => paths.length === 0 || paths.some((part) => file.includes(part))).sort();
}
