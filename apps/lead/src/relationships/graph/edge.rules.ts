import type { GraphEdge } from '@leadstream/contracts';
import type { TypeRecord } from '../relationship.js';
import { inverseOf } from '../relationship.rules.js';
import type { Edge } from './graph.js';

/** Without those that say the same between the same two leads, which a merge may have brought together: the first stays. */
export function distinctEdges(edges: readonly Edge[]): Edge[] {
  const seen = new Set<string>();
  return edges.filter(({ type, isSymmetric, from, to }) => {
    const ends = isSymmetric && to < from ? [to, from] : [from, to];
    const key = `${type} ${ends.join(' ')}`;
    return !seen.has(key) && seen.add(key);
  });
}

/** As the API shows it. */
export function presentEdge({ id, from, to, type }: Edge, types: readonly TypeRecord[]): GraphEdge {
  return { id, from, to, type, inverse: inverseOf(types, type) };
}
