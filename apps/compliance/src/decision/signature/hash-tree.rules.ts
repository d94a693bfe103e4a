import { hash } from 'node:crypto';

/** A neighbour on the way from a leaf to the root, and on which side of the way it stands. */
export type PathStep = { readonly left: Buffer } | { readonly right: Buffer };

const LEAF = Buffer.from([0]);
const NODE = Buffer.from([1]);

/** RFC 9162, 2.1.1: leaves and nodes begin differently, so that none can be taken for the other. */
export function leafHash(bytes: Buffer): Buffer {
  return hash('sha256', Buffer.concat([LEAF, bytes]), 'buffer');
}

function nodeHash(left: Buffer, right: Buffer): Buffer {
  return hash('sha256', Buffer.concat([NODE, left, right]), 'buffer');
}

/**
 * The root over some leaves, as RFC 9162 has it: a last one without a neighbour goes up as it is.
 * @param leaves one at least
 * @returns with the path from each leaf, in their order
 */
export function hashTree(leaves: readonly Buffer[]): { readonly root: Buffer; readonly paths: readonly (readonly PathStep[])[] } {
  const paths: PathStep[][] = leaves.map(() => []);
  let level = [...leaves];
  for (let height = 0; level.length > 1; height += 1) {
    paths.forEach((path, leaf) => {
      const place = leaf >> height;
      const neighbour = level[place ^ 1];
      if (neighbour !== undefined) path.push(place % 2 === 0 ? { right: neighbour } : { left: neighbour });
    });
    level = pairs(level).map(([left, right]) => (right === undefined ? left : nodeHash(left, right)));
  }
  const [root] = level;
  if (root === undefined) throw new RangeError('a tree has one leaf at least');
  return { root, paths };
}

function pairs(level: readonly Buffer[]): [Buffer, Buffer | undefined][] {
  return level.flatMap((left, place): [Buffer, Buffer | undefined][] => (place % 2 === 0 ? [[left, level[place + 1]]] : []));
}

/** Where a path from a leaf ends. */
export function rootOf(leaf: Buffer, path: readonly PathStep[]): Buffer {
  return path.reduce((at, step) => ('left' in step ? nodeHash(step.left, at) : nodeHash(at, step.right)), leaf);
}
