import type { RunRecord } from '../sync-run.js';

/** What a run begins with. */
export type RunPlace = Pick<RunRecord, 'windowFrom' | 'windowUntil' | 'phase' | 'position'>;

/** After these the place itself is not to be trusted. */
const LOST = ['LEAD.CRM_PEER_ENDLESS', 'LEAD.CRM_PEER_CURSOR_REPEATED'];

/**
 * Where a run that failed stood still, for the next one of its kind: what was done is not done again. A run that came to nothing gives no place, so that
 * one which the peer does not know any more is tried once; neither does one of before the connection was changed, whose mapping may have been another.
 * @param last the run before, of the same connection
 */
export function placeOfFailed(last: RunRecord | undefined, kind: RunRecord['kind'], connectionUpdatedAt: Date): RunPlace | undefined {
  if (last?.status !== 'failed' || last.kind !== kind || last.pages === 0 || last.phase === 'end') return undefined;
  if (last.createdAt < connectionUpdatedAt || (last.errorCode !== null && LOST.includes(last.errorCode))) return undefined;
  const { windowFrom, windowUntil, phase, position } = last;
  // The way through the pages begins anew.
  const { walk: _, ...place } = position ?? {};
  return { windowFrom, windowUntil, phase, position: position === null ? null : place };
}
