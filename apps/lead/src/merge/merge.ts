import type { LeadMergePreview, MergedField, MERGE_RULES } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import type { LeadRecord } from '../lead/lead.js';

export type MergeRule = (typeof MERGE_RULES)[number];

/** By name of a field: whose value the caller wants. */
export type MergeChoices = Readonly<Record<string, 'survivor' | 'merged'>>;

/** What becomes of one field of the survivor. */
export type FieldOutcome = LeadMergePreview['fields'][number];

/** One of two leads that are merged. */
export interface MergeSide {
  readonly lead: LeadRecord;
  /** When each field was last changed; fields that never were are not in it. */
  readonly changedAt: ReadonlyMap<string, Date>;
}

/** An identifier of a lead, by the name it has among identities. */
export interface OwnIdentifier {
  readonly kind: 'external' | 'email' | 'phone';
  readonly value: string;
  readonly leadId: Uuid;
  /** What others know it by; null for what `lead.merged` tells. */
  readonly identityId: Uuid | null;
}

/** Versions of the survivor: those after `from`, up to `to`. */
export interface VersionSpan {
  readonly from: number;
  readonly to: number;
}

/** A merge as it is stored. */
export interface MergeRecord {
  readonly mergeId: Uuid;
  readonly survivorId: Uuid;
  readonly mergedId: Uuid;
  readonly fields: readonly MergedField[];
  readonly mergedAt: Date;
  /** Versions of the survivor that the merge made. */
  readonly made: VersionSpan;
  /** When it was undone, and the versions of the survivor that this made; undefined while the merge holds. */
  readonly undone: { readonly at: Date; readonly made: VersionSpan } | undefined;
}
