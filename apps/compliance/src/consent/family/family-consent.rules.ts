import type { KnownLead } from '../../known-lead/known-lead.js';
import { type ConsentStatement, outweighs, standingConsent } from '../consent.rules.js';

/** A ledger line, and under which lead it was stated. */
export interface StatementOfLead extends ConsentStatement {
  readonly leadId: string;
}

/**
 * Where consent for one channel and purpose stands of a person who was several leads. A merge takes the most restrictive of what stood
 * of each: a withdrawal stands until the same lead says otherwise later, or any lead of the person does after the two became one.
 * @param ledger lines of the person's leads, of one channel and purpose, in any order
 * @param merged leads that went into another one
 * @returns undefined when nothing was ever stated
 */
export function familyConsent<S extends StatementOfLead>(ledger: readonly S[], merged: readonly KnownLead[]): S | undefined {
  if (merged.length === 0) return standingConsent(ledger);
  const grants = ledger.filter(({ state }) => state === 'given');
  const objections = ledger.filter(
    (line) =>
      line.state === 'withdrawn' && !grants.some((grant) => outweighs(grant, line) && grant.statedAt > togetherSince(grant, line, merged)),
  );
  return standingConsent(objections.length > 0 ? objections : ledger);
}

const ALWAYS = new Date(-8.64e15);
const NEVER = new Date(8.64e15);

/** Since when two leads are one person: the last of the merges on the way from one to the other. */
function togetherSince(one: StatementOfLead, other: StatementOfLead, merged: readonly KnownLead[]): Date {
  const [way, otherWay] = [wayUp(one.leadId, merged), wayUp(other.leadId, merged)];
  for (const [leadId, since] of way) {
    const met = otherWay.get(leadId);
    if (met) return met > since ? met : since;
  }
  return NEVER;
}

/** The leads that a lead is part of, itself first, each with the instant since when. */
function wayUp(leadId: string, merged: readonly KnownLead[]): Map<string, Date> {
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
