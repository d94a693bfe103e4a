import type { DataOf, DncLoad, DncLoadOptions, dncLoadReceivedV1, dncLoadRefusedV1 } from '@leadstream/contracts';
import { complianceErrors } from '../../compliance.errors.js';
import type { ListVersion } from '../lists/list-version.js';
import type { FileSummary } from '../registry/file/read-list-file.js';
import type { ChangeCounts } from '../registry/number-set-draft.rules.js';
import { progressOf } from './progress.rules.js';
import { type LoadOutcome, NOTHING_READ, type WaitingLoad } from './waiting-load.js';

/** Versions under which a load is told: it is received, and refused at most once. */
export const RECEIVED = 1;
export const REFUSED = 2;
/** Name of the job that loads what was uploaded. */
export const LOAD_JOB = 'load-dnc-lists';
/** Whoever says when a list was got may have a clock that is ahead by so much. */
const CLOCK_TOLERANCE_MS = 5 * 60_000;
/** What a list may keep of its numbers at least, unless it is said that it may lose more. */
const KEPT_SHARE = 0.9;
/** Attempts after which a load that never came to an end is refused. */
const MAX_ATTEMPTS = 5;

/** @returns when the list was got, not after now @throws DomainError `COMPLIANCE.DNC_LOAD_OPTIONS` */
export function heedListedAt(stated: string, now: Date): Date {
  const listedAt = new Date(stated);
  if (listedAt.getTime() <= now.getTime()) return listedAt;
  if (listedAt.getTime() <= now.getTime() + CLOCK_TOLERANCE_MS) return now;
  throw complianceErrors.DNC_LOAD_OPTIONS({
    errors: [{ path: 'options.listedAt', code: 'future', message: 'must not lie in the future' }],
  });
}

/** @throws DomainError `COMPLIANCE.DNC_LOAD_OUTDATED`: an older list must not take the place of a newer one */
export function refuseOutdated(list: ListVersion | undefined, listedAt: Date): void {
  if (list && listedAt < list.listedAt)
    throw complianceErrors.DNC_LOAD_OUTDATED({ detail: `The list is as of ${list.listedAt.toISOString()} already.` });
}

/**
 * Changes fit the very list that they are changes of: with a file between left out, the list would look new and lack numbers.
 * @throws DomainError `COMPLIANCE.DNC_LOAD_OUTDATED`, `COMPLIANCE.DNC_LOAD_WITHOUT_LIST`, `COMPLIANCE.DNC_LOAD_GAP`, `COMPLIANCE.DNC_LOAD_FAILED`
 */
export function refuseUnfit({ mode, listedAt, since, attempts }: WaitingLoad, list: ListVersion | undefined): void {
  if (attempts > MAX_ATTEMPTS) throw complianceErrors.DNC_LOAD_FAILED();
  refuseOutdated(list, listedAt);
  if (mode === 'full') return;
  if (!list) throw complianceErrors.DNC_LOAD_WITHOUT_LIST({ detail: 'Load the whole list first.' });
  if (since?.getTime() !== list.listedAt.getTime())
    throw complianceErrors.DNC_LOAD_GAP({ detail: `The list is as of ${list.listedAt.toISOString()}.` });
}

/**
 * A full list that lacks much of what was there is one state's, or was cut off where nobody can see it: taken for whole it would let
 * calls through.
 * @throws DomainError `COMPLIANCE.DNC_LOAD_SHRINKS`
 */
export function refuseShrinking({ mode, allowShrink }: Pick<WaitingLoad, 'mode' | 'allowShrink'>, sizeBefore: number, size: number): void {
  if (mode === 'delta' || allowShrink || size >= sizeBefore * KEPT_SHARE) return;
  throw complianceErrors.DNC_LOAD_SHRINKS({ detail: `The list has ${sizeBefore} numbers, the file ${size}.` });
}

export function outcomeOf({ rows, refused, samples }: FileSummary, { added, removed, unchanged }: ChangeCounts): LoadOutcome {
  return { rows, added, removed, unchanged, refused, problems: samples.map(({ line, problem }) => ({ line, code: problem })) };
}

/** What is known of a file that was refused for its rows. */
export function refusedOutcome(extra: Readonly<Record<string, unknown>>): LoadOutcome {
  const { rows = 0, refused = 0, samples = [] } = extra as Partial<FileSummary>;
  return outcomeOf({ rows, refused, samples }, NOTHING_READ);
}

/** In bytes, also under the names that these had first. */
export function listProgress(load: Parameters<typeof progressOf>[0], now: Date): DncLoad['progress'] {
  return { ...progressOf(load, now), doneBytes: load.done, totalBytes: load.total };
}

/** An upload that came in whole. */
export function acceptedLoad(
  { id, options, listedAt, createdAt }: { id: string; options: DncLoadOptions; listedAt: Date; createdAt: Date },
  totalBytes: number,
): DncLoad {
  const { problems: _, ...counts } = NOTHING_READ;
  return {
    id,
    source: options.source,
    mode: options.mode,
    listedAt: listedAt.toISOString(),
    status: 'pending',
    progress: listProgress({ done: 0, total: totalBytes, startedAt: null, endedAt: null }, createdAt),
    counts,
    problems: [],
    refusal: null,
    version: null,
    size: null,
    createdAt: createdAt.toISOString(),
    endedAt: null,
  };
}

/** What `dnc-load.received` tells of one. */
export function toldReceipt(
  { id, options: { source, mode }, listedAt }: { id: string; options: DncLoadOptions; listedAt: Date },
  sizeBytes: number,
  at: Date,
): DataOf<typeof dncLoadReceivedV1> {
  return { loadId: id, source, mode, listedAt: listedAt.toISOString(), sizeBytes, receivedAt: at.toISOString() };
}

/** What `dnc-load.refused` tells of one: how many rows, never what stands there. */
export function toldRefusal(
  { id, source, mode }: Pick<WaitingLoad, 'id' | 'source' | 'mode'>,
  { rows, refused }: LoadOutcome,
  refusal: string,
  at: Date,
): DataOf<typeof dncLoadRefusedV1> {
  return { loadId: id, source, mode, refusal, rows, refused, refusedAt: at.toISOString() };
}
