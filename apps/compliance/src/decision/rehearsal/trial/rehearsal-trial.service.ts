import type { DecisionFacts } from '@leadstream/contracts';
import type { Tx } from '@leadstream/persistence';
import { Injectable } from '@nestjs/common';
import { addressKey, heldAddresses } from '../../../consent/person/held-address.rules.js';
import type { FormerHolder } from '../../../former-address/former-address.js';
import { FormerAddressReadModel } from '../../../former-address/former-address.read-model.js';
import { familyIds } from '../../../known-lead/known-lead.rules.js';
import { KnownLeadReadModel, NOBODY } from '../../../known-lead/known-lead.read-model.js';
import type { LeadFamily } from '../../../known-lead/known-lead.js';
import { CountedContacts } from '../../facts/counted-contacts.js';
import { contactsOfPerson } from '../../facts/counted-contacts.rules.js';
import type { Rule } from '../../rule-sets/rule.js';
import { familyIdsThen } from './family-then.rules.js';
import { PastDecisionReadModel } from './past-decision.read-model.js';
import type { PastDecision, RehearsalRecord, RehearsedDecision } from '../rehearsal.js';
import { readable, type ReadableDecision, rehearse, type TriedPolicy } from './rehearse.rules.js';

const HOUR_MS = 3_600_000;

/** Contacts that count, by lead, the leads that are one person, and who had its addresses before. */
interface Counting {
  readonly contacts: CountedContacts;
  readonly families: ReadonlyMap<string, LeadFamily>;
  /** By {@link addressKey}. */
  readonly holders: ReadonlyMap<string, readonly FormerHolder[]>;
}

/** Makes some decisions again as a policy has them, in their order: what it allows above counts below. */
@Injectable()
export class RehearsalTrialService {
  constructor(
    private readonly pastDecisions: PastDecisionReadModel,
    private readonly knownLeads: KnownLeadReadModel,
    private readonly formerAddresses: FormerAddressReadModel,
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
    if (read.length === 0) return { contacts, families: new Map(), holders: new Map() };
    const leadIds = [...new Set(read.map(({ decision }) => decision.leadId))];
    const families = await this.knownLeads.findFamilies(tx, tx.tenantId, leadIds);
    const addresses = new Map([...families.values()].flatMap(heldAddresses).map((one) => [addressKey(one), one]));
    const former = await this.formerAddresses.find(tx, [...addresses.values()]);
    const own = leadIds.flatMap((leadId) => familyIds(leadId, families.get(leadId) ?? NOBODY));
    const members = [...new Set([...own, ...former.map(({ leadId }) => leadId)])];
    const after = new Date(Math.min(...read.map(({ decision: { decidedAt }, hoursBack }) => decidedAt.getTime() - hoursBack * HOUR_MS)));
    const found = await this.pastDecisions.findContacts(tx, tx.tenantId, rehearsal, members, after);
    for (const [leadId, some] of Map.groupBy(found, (contact) => contact.leadId)) contacts.set(leadId, some);
    return { contacts, families, holders: Map.groupBy(former, addressKey) };
  }
}

function contactsOf({ decision, hoursBack }: ReadableDecision, { contacts, families, holders }: Counting): DecisionFacts['contacts'] {
  if (hoursBack === 0) return [];
  const { leadId, decidedAt, at } = decision;
  const family = families.get(leadId) ?? NOBODY;
  const members = familyIdsThen(leadId, family, decidedAt);
  const former = formerHoldersThen(family, holders, decidedAt).filter((holder) => !members.includes(holder.leadId));
  const ids = new Set([...members, ...former.map((holder) => holder.leadId)]);
  return contactsOfPerson(members, former, new Map([...ids].map((id) => [id, contacts.within(id, hoursBack, at)])));
}

/** By the addresses that the family has now: those of before are not known any more. */
function formerHoldersThen(family: LeadFamily, holders: Counting['holders'], instant: Date): FormerHolder[] {
  return heldAddresses(family).flatMap((one) => (holders.get(addressKey(one)) ?? []).filter(({ lostAt }) => lostAt <= instant));
}
