import type { Uuid } from '@leadstream/kernel';

/** A relationship between two leads that are there, as a walk reads it. */
export interface Edge {
  readonly id: Uuid;
  /** Name of a type. */
  readonly type: string;
  readonly isSymmetric: boolean;
  readonly from: Uuid;
  readonly to: Uuid;
}

/** A relationship within a group; where it reads alike from both ends, either may be the first. */
export type GroupEdge = Pick<Edge, 'type' | 'from' | 'to'>;

/** A lead that a walk comes to, and the one that it came from. */
export interface Step {
  readonly leadId: Uuid;
  readonly cameFrom: Uuid;
}

/** Names of types; every type when undefined. */
export type TypeNames = readonly string[] | undefined;
