import type { KnownLead } from '../../known-lead/known-lead.js';
import { type ConsentStatement, isOver, lastStated } from '../consent.rules.js';

/** A ledger line, and under which lead it was stated. */
export interface StatementOfLead extends ConsentStatement {
  readonly leadId: string;
  /** A grant that a capture, a form or a file told: it proves nobody, and is dated by clocks that may be ahead. Not so when left out. */
  readonly isTold?: boolean;
}

/** A lead that went into another one. */
export type MergedLead = Pick<KnownLead, 'leadId' | 'mergedInto' | 'deletedAt'>;

/**
 * Where consent for one channel and purpose stands at an instant, of a person who was one lead or several. A withdrawal stands until the same lead says
 * otherwise later, or any lead of the person does after the two became one; what was said otherwise for a time counts until that is over. So a merge
 * takes the most restrictive of what stood of each. Later is what was stated later and came later: whoever withdraws is heeded from then on, whatever
 * instant a clock that is behind, a whole second or a letter of long ago puts to it. What was told of somebody lifts nothing.
 * @param ledger lines of the person's leads, of one channel and purpose, in any order, nothing stated after `at` in it
 * @param merged leads that went into another one
 * @returns undefined when nothing was ever stated; a grant that is over when nothing else stands
 */
export function familyConsent<S extends StatementOfLead>(ledger: readonly S[], merged: readonly MergedLead[], at: Date): S | undefined {
  const lines = ledger.filter((line) => !isReplaced(line, ledger));
  const objections = lines.filter((line) => line.state === 'withdrawn' && !isLifted(line, lines, merged, at));
  return lastStated(objections.length > 0 ? objections : lines);
}

/** Whether the same lead said the same later, and that came later, or was told to: nothing depends on the line any more. */
function isReplaced<S extends StatementOfLead>(line: S, ledger: readonly S[]): boolean {
  return ledger.some(
    ({ leadId, state, isTold = false, statedAt, entryNo }) =>
      leadId === line.leadId &&
      state === line.state &&
      isTold === (line.isTold ?? false) &&
      statedAt >= line.statedAt &&
      entryNo > line.entryNo,
  );
}

/**
 * Whether the last word against a withdrawal is a grant that holds, of those of the person's own that came later and of all: one for a time takes the place
 * of those before, and ends with it.
 */
function isLifted(withdrawal: StatementOfLead, ledger: readonly StatementOfLead[], merged: readonly MergedLead[], at: Date): boolean {
  const grants = ledger.filter(
    (line) => line.state === 'given' && line.statedAt > withdrawal.statedAt && line.statedAt > togetherSince(line, withdrawal, merged),
  );
  const holds = (last: StatementOfLead | undefined): boolean => last !== undefined && !isOver(last, at);
  return (
    holds(lastStated(grants.filter(({ entryNo, isTold }) => entryNo > withdrawal.entryNo && isTold !== true))) && holds(lastStated(grants))
  );
}

const ALWAYS = new Date(-8.64e15);
const NEVER = new Date(8.64e15);

/** Since when two leads are one person: the last of the merges on the way from one to the other. */
function togetherSince(one: StatementOfLead, other: StatementOfLead, merged: readonly MergedLead[]): Date {
  if (one.leadId === other.leadId) return ALWAYS;
  const [way, otherWay] = [wayUp(one.leadId, merged), wayUp(other.leadId, merged)];
  for (const [leadId, since] of way) {
    const met = otherWay.get(leadId);
    if (met) return met > since ? met : since;
  }
  return NEVER;
}

/** The leads that a lead is part of, itself first, each with the instant since when. */
function wayUp(leadId: string, merged: readonly MergedLead[]): Map<string, Date> {
  const way = new Map([[leadId, ALWAYS]]);
  let since = ALWAYS;
  for (let at = leadId; ;) {
    const step = merged.find((lead) => lead.leadId === at);
    if (!step?.mergedInto || !step.deletedAt || way.has(step.mergedInto)) return way;
    if (step.deletedAt > since) since = step.deletedAt;
    at = step.mergedInto;
    way.set(at, since);
  }
}
