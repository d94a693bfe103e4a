import type { KnownLead } from '../../known-lead/known-lead.js';
import { type ConsentStatement, isOver, outweighs, standingConsent } from '../consent.rules.js';

/** A ledger line, and under which lead it was stated. */
export interface StatementOfLead extends ConsentStatement {
  readonly leadId: string;
}

/** A lead that went into another one. */
export type MergedLead = Pick<KnownLead, 'leadId' | 'mergedInto' | 'deletedAt'>;

/**
 * Where consent for one channel and purpose stands at an instant, of a person who was one lead or several. A withdrawal stands until the same lead says
 * otherwise later, or any lead of the person does after the two became one; what was said otherwise for a time counts until that is over. So a merge
 * takes the most restrictive of what stood of each.
 * @param ledger lines of the person's leads, of one channel and purpose, in any order, nothing stated after `at` in it
 * @param merged leads that went into another one
 * @returns undefined when nothing was ever stated; a grant that is over when nothing else stands
 */
export function familyConsent<S extends StatementOfLead>(ledger: readonly S[], merged: readonly MergedLead[], at: Date): S | undefined {
  const objections = ledger.filter((line) => line.state === 'withdrawn' && !isLifted(line, ledger, merged, at));
  return standingConsent(objections.length > 0 ? objections : ledger);
}

/** Whether the last word against a withdrawal is a grant that holds: one for a time takes the place of those before, and ends with it. */
function isLifted(withdrawal: StatementOfLead, ledger: readonly StatementOfLead[], merged: readonly MergedLead[], at: Date): boolean {
  const grants = ledger.filter((line) => line.state === 'given' && outweighs(line, withdrawal));
  const last = standingConsent(grants.filter((grant) => grant.statedAt > togetherSince(grant, withdrawal, merged)));
  return last !== undefined && !isOver(last, at);
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
