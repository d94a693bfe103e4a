import type { INFLUENCES } from '@leadstream/contracts';
import type { Actor, Uuid } from '@leadstream/kernel';

/** A kind of relationship. Read from one end it is `name`, from the other `inverse`; the same word where both read alike. */
export interface TypeRecord {
  readonly name: string;
  readonly inverse: string;
  /** Whom it makes weigh more: the end that reads `name`, the one that reads `inverse`, or both. */
  readonly influence: (typeof INFLUENCES)[number];
}

/** A type that a tenant added. */
export interface OwnTypeRecord extends TypeRecord {
  /** Under which it is told; another one after it was removed and added anew. */
  readonly typeId: Uuid;
}

/** One relationship between two leads: `fromLeadId` is to `toLeadId` what `type` says. */
export interface RelationshipRecord {
  readonly relationshipId: Uuid;
  /** Name of a type, never its inverse. */
  readonly type: string;
  readonly isSymmetric: boolean;
  readonly fromLeadId: Uuid;
  readonly toLeadId: Uuid;
  readonly actor: Actor;
  readonly createdAt: Date;
}

/** A type as one end reads it. */
export interface ReadType {
  readonly type: TypeRecord;
  readonly isInverse: boolean;
}
