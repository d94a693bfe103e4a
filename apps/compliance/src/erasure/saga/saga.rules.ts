import { type ErasureStep, type Producer, SERVICES } from '@leadstream/contracts';
import type { ErasureAnswer, StoredErasure } from '../store/stored-erasure.js';

/** What the services are asked in a step. */
export interface Asked {
  readonly step: ErasureAnswer['step'];
  readonly round: number;
}

/** What is to be done about an erasure now. */
export type Move =
  /** Nothing: answers or an instant are waited for. */
  | 'wait'
  /** Somebody has to look after a service that does not answer. */
  | 'escalate'
  /** A legal hold keeps a lead of the person: look whether it is over. */
  | 'reconsider'
  /** All names are known: destroy the keys, then wait until no process holds one. */
  | 'forget'
  /** Have the services erase. */
  | 'erase'
  /** Destroy the keys of names that came to light, then wait until what was being written has ended. */
  | 'settle'
  | 'certify';

type Judged = Pick<StoredErasure, 'step' | 'round' | 'heldLeadIds' | 'hasNews' | 'stepBeganAt' | 'dueAt' | 'escalatedAt'>;

/** @returns undefined in a step in which nobody is asked */
export function askedIn({ step, round }: Pick<StoredErasure, 'step' | 'round'>): Asked | undefined {
  if (step === 'locating') return { step: 'references', round };
  return step === 'erasing' || step === 'sweeping' ? { step: 'erase', round } : undefined;
}

/** The services whose answer to the present step is not here. */
export function missingFrom(erasure: Pick<StoredErasure, 'step' | 'round'>, answers: readonly ErasureAnswer[]): Producer[] {
  const asked = askedIn(erasure);
  if (asked === undefined) return [];
  const given = answers.filter(({ step, round }) => step === asked.step && round === asked.round).map(({ service }) => service);
  return SERVICES.filter((service) => !given.includes(service));
}

/**
 * The next move. No key is destroyed while a hold keeps one of the leads. Nothing is certified before every service has erased twice, and no later turn brought a name to light under which a key or
 * a row may lie.
 * @param missing services that have not answered the present step
 * @param patienceMs how long they may take before somebody is told
 */
export function nextMove(erasure: Judged, missing: readonly Producer[], now: Date, patienceMs: number): Move {
  const { step, dueAt, stepBeganAt, escalatedAt, hasNews } = erasure;
  if (dueAt !== null) return now < dueAt ? 'wait' : 'erase';
  if (step === 'certified') return 'wait';
  if (missing.length > 0) {
    const isLate = now.getTime() - stepBeganAt.getTime() >= patienceMs;
    return isLate && escalatedAt === null ? 'escalate' : 'wait';
  }
  if (step === 'locating') return isHeld(erasure) ? 'reconsider' : 'forget';
  return step === 'erasing' || hasNews ? 'settle' : 'certify';
}

/** Whether a legal hold stands in its way. One that came to light when keys were gone does not: its leads are left out, and certified as such. */
export function isHeld({ step, heldLeadIds }: Pick<StoredErasure, 'step' | 'heldLeadIds'>): boolean {
  return step === 'locating' && heldLeadIds.length > 0;
}

const ANSWERS_BEFORE: Readonly<Record<ErasureStep, number>> = {
  locating: 0,
  forgetting: SERVICES.length,
  erasing: SERVICES.length,
  settling: 2 * SERVICES.length,
  sweeping: 2 * SERVICES.length,
  certified: 3 * SERVICES.length,
};

/** Answers of the services: those that are here, of those that are needed. */
export function progressOf(
  { step }: Pick<StoredErasure, 'step'>,
  missing: readonly Producer[],
): { done: number; total: number; percent: number } {
  const total = 3 * SERVICES.length;
  const isAsked = step === 'locating' || step === 'erasing' || step === 'sweeping';
  const done = ANSWERS_BEFORE[step] + (isAsked ? SERVICES.length - missing.length : 0);
  return { done, total, percent: Math.floor((100 * done) / total) };
}
