import type { SegmentRecord } from '../segment.js';

/** A slice of a filling that failed, for the reason that is its cause. */
export class SliceFailure extends Error {
  constructor(
    readonly segment: Pick<SegmentRecord, 'segmentId' | 'version'>,
    /** That it was to look at. */
    readonly leads: number,
    cause: unknown,
  ) {
    super('a slice of a filling failed', { cause });
    this.name = 'SliceFailure';
  }
}
