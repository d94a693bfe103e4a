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
  /** Services and relays reach Postgres through a PgBouncer in transaction mode. */
  readonly pooled: boolean;
}

/** @throws Error in one line for an unknown kind */
export function parseSelection(words: readonly string[]): Selection {
  const paths: string[] = [];
  const kinds: Kind[] = [];
  let pooled = false;
  for (let at = 0; at < words.length; at += 1) {
    if (words[at] === '--pooler') pooled = true;
    else if (words[at] === '--kind') kinds.push(...parseKinds(words[(at += 1)] ?? ''));
    else paths.push((words[at] ?? '').replace(/^\.\//, ''));
  }
  return { paths, pooled, kinds: kinds.length > 0 ? kinds : pooled ? ['int'] : KINDS };
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
