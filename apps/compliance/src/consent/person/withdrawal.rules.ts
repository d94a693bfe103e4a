import type { KnownLead } from '../../known-lead/known-lead.js';
import { familyIds } from '../../known-lead/known-lead.rules.js';
import { later } from '../consent.rules.js';
import type { StatementOfLead } from '../family/family-consent.rules.js';
import { holdingAt } from '../family/standing.rules.js';
import type { Person } from './person.js';

/**
 * Leads of a person under which a withdrawal is still to be written: all whose own lines do not say so already. When a merge is undone each goes by
 * its own lines alone, and the person has withdrawn as every one of them.
 * @param ledger lines of the person's leads, of one channel and purpose
 */
export function leadsToWithdraw(leadIds: readonly string[], ledger: readonly StatementOfLead[], now: Date): string[] {
  const own = Map.groupBy(ledger, ({ leadId }) => leadId);
  return leadIds.filter((leadId) => holdingAt(own.get(leadId) ?? [], [], now)?.state !== 'withdrawn');
}

/** The leads of a person that went into another one, and when. */
interface Merges {
  readonly merged: readonly Pick<KnownLead, 'deletedAt'>[];
}

/** When leads of a person became one. */
export function mergesOf({ merged }: Merges): Date[] {
  return merged.flatMap(({ deletedAt }) => deletedAt ?? []);
}

/** As of when what one lead of a person withdrew is withdrawn by the others: since they are one at the earliest. */
export function withdrawnAsOneAt(statedAt: Date, family: Merges): Date {
  return mergesOf(family).reduce(later, statedAt);
}

/** Every lead of some persons, each once. */
export function allLeadsOf(persons: ReadonlyMap<string, Person>): string[] {
  return [...new Set([...persons.values()].flatMap(({ leadId, family }) => familyIds(leadId, family)))];
}
