import type { SEGMENT_KINDS, SEGMENT_STATUSES, SEGMENT_VISIBILITIES } from '@leadstream/contracts';
import type { Actor, Uuid } from '@leadstream/kernel';
import type { FilterTree } from '../filter/condition.js';
import type { FieldChange } from '../lead/lead.js';

export type SegmentKind = (typeof SEGMENT_KINDS)[number];
export type SegmentVisibility = (typeof SEGMENT_VISIBILITIES)[number];
export type SegmentStatus = (typeof SEGMENT_STATUSES)[number];

/** A filter as it was stated and as it was read. */
export interface SegmentFilter {
  readonly stated: unknown;
  readonly filter: FilterTree;
}

/** A named choice of leads. */
export interface SegmentRecord {
  readonly segmentId: Uuid;
  readonly version: number;
  readonly name: string;
  readonly kind: SegmentKind;
  readonly visibility: SegmentVisibility;
  /** Both null of a static segment that began empty. */
  readonly stated: unknown;
  readonly filter: FilterTree | null;
  readonly status: SegmentStatus;
  /**
   * Leads up to this one were looked at by the present filter; null when none is left to be. Of a deleted segment, leads that were looked at before; null when
   * who was in it is forgotten.
   */
  readonly filledUpTo: Uuid | null;
  readonly makerKind: Actor['kind'];
  readonly makerId: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly deletedAt: Date | null;
}

/** A segment of which not all leads were looked at. */
export interface FillingSegment extends SegmentRecord {
  /** Leads that are looked at together at most, since more of them took too long; null while as many as usual are. */
  readonly fillLeads: number | null;
}

/** Before the first lead. */
export const NO_LEAD: Uuid = '00000000-0000-0000-0000-000000000000';

/** Behind the last lead: how far a deleted segment was filled that was ready. */
export const EVERY_LEAD: Uuid = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** How long it is kept who was in a deleted segment. */
export const KEPT_DAYS = 30;

/** Segments that a tenant may have at a time: each change of a lead is held against all of them. */
export const MAX_SEGMENTS = 500;

export type SegmentAction = 'created' | 'updated' | 'deleted' | 'restored';

/** One version of a segment and what is written with it. */
export interface SegmentStep {
  readonly segment: SegmentRecord;
  readonly action: SegmentAction;
  readonly changes: readonly FieldChange[];
}

/** Why a lead came into a segment or left it: as `segment.entered` tells it. */
export type MoveCause = 'event' | 'time' | 'filter' | 'manual';
