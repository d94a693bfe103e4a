import type { DecisionFacts } from '@leadstream/contracts';
import type { Tx } from '@leadstream/persistence';
import { Injectable } from '@nestjs/common';
import { familyIds } from '../../../known-lead/known-lead.rules.js';
import { KnownLeadReadModel, NOBODY } from '../../../known-lead/known-lead.read-model.js';
import type { LeadFamily } from '../../../known-lead/known-lead.js';
import { CountedContacts } from '../../facts/counted-contacts.js';
import type { Rule } from '../../rule-sets/rule.js';
import { familyIdsThen } from './family-then.rules.js';
import { PastDecisionReadModel } from './past-decision.read-model.js';
import type { PastDecision, RehearsalRecord, RehearsedDecision } from '../rehearsal.js';
import { readable, type ReadableDecision, rehearse, type TriedPolicy } from './rehearse.rules.js';

const HOUR_MS = 3_600_000;

/** Contacts that count, by lead, and the leads that are one person. */
interface Counting {
  readonly contacts: CountedContacts;
  readonly families: ReadonlyMap<string, LeadFamily>;
}

/** Makes some decisions again as a policy has them, in their order: what it allows above counts below. */
@Injectable()
export class RehearsalTrialService {
  constructor(
    private readonly pastDecisions: PastDecisionReadModel,
    private readonly knownLeads: KnownLeadReadModel,
  ) {}

  /** @param decisions those that come next */
  async tryOn(
    tx: Tx,
    rehearsal: RehearsalRecord,
    rules: readonly Rule[],
    decisions: readonly PastDecision[],
  ): Promise<RehearsedDecision[]> {
    const contactsKnownSince = await this.pastDecisions.findKeptSince(tx);
    const tried: TriedPolicy = { settings: rehearsal.settings, version: rehearsal.policyVersion, rules, contactsKnownSince };
    const read = decisions.map((decision) => ({ decision, found: readable(decision, tried) }));
    const counting = await this.countingFor(
      tx,
      rehearsal,
      read.flatMap(({ found }) => (typeof found === 'string' || found.hoursBack === 0 ? [] : [found])),
    );
    return read.map(({ decision, found }): RehearsedDecision => {
      const one = typeof found === 'string' ? { decision, unknown: found } : rehearse(found, contactsOf(found, counting), tried);
      const outcome = 'unknown' in one ? decision.outcome : one.after;
      const { leadId, channel, purpose, decidedAt, at } = decision;
      if (outcome === 'allow' && at <= decidedAt) counting.contacts.add({ leadId, channel, purpose, at: decidedAt });
      return one;
    });
  }

  private async countingFor(tx: Tx, rehearsal: RehearsalRecord, read: readonly ReadableDecision[]): Promise<Counting> {
    const contacts = new CountedContacts();
    if (read.length === 0) return { contacts, families: new Map() };
    const leadIds = [...new Set(read.map(({ decision }) => decision.leadId))];
    const families = await this.knownLeads.findFamilies(tx, tx.tenantId, leadIds);
    const members = [...new Set(leadIds.flatMap((leadId) => familyIds(leadId, families.get(leadId) ?? NOBODY)))];
    const after = new Date(Math.min(...read.map(({ decision: { decidedAt }, hoursBack }) => decidedAt.getTime() - hoursBack * HOUR_MS)));
    const found = await this.pastDecisions.findContacts(tx, tx.tenantId, rehearsal, members, after);
    for (const [leadId, own] of Map.groupBy(found, (contact) => contact.leadId)) contacts.set(leadId, own);
    return { contacts, families };
  }
}

function contactsOf({ decision, hoursBack }: ReadableDecision, { contacts, families }: Counting): DecisionFacts['contacts'] {
  if (hoursBack === 0) return [];
  const { leadId, decidedAt, at } = decision;
  return familyIdsThen(leadId, families.get(leadId) ?? NOBODY, decidedAt).flatMap((member) => contacts.within(member, hoursBack, at));
}
