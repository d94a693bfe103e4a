import { setImmediate } from 'node:timers/promises';
import type { ContactDecision, ContactPolicy, DecisionFacts } from '@leadstream/contracts';
import type { IdSource } from '@leadstream/kernel';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { currentTenantId } from '../current-tenant.js';
import { familyIds } from '../known-lead/known-lead.rules.js';
import { IDS } from '../tokens.js';
import { factsFor, type ReadFacts } from './facts/contact-facts.rules.js';
import { ContactFactsService, type GatheredRecords } from './facts/contact-facts.service.js';
import { CountedContacts } from './facts/counted-contacts.js';
import { contactsOfPerson } from './facts/counted-contacts.rules.js';
import { DecisionLogService } from './decision-log.service.js';
import { DecisionReadModel } from './decision.read-model.js';
import { decide, hoursLookedBack } from './judgement/decision.rules.js';
import type { PersonRecord } from './facts/person-record.js';
import { ContactPolicyRepository } from './policy/contact-policy.repository.js';
import type { Question } from './facts/question.js';
import { RULE_SET_VERSION, ruleSetOf } from './rule-sets/rule-sets.js';
import { LEAVES, type Signer } from './signature/decision-signer.service.js';

const HOUR_MS = 3_600_000;
/** Decisions that are signed and stored together: whole trees, and few enough that the database does not wait for the whole batch. */
const PART = 8 * LEAVES;

/** A question with what was read for it, and how far back rules look at contacts, in hours. */
interface Prepared extends ReadFacts {
  readonly question: Question;
  readonly hoursBack: number;
}

/** Makes decisions, one or many in one transaction: the same way, so that a batch is no other answer. */
@Injectable()
export class DecisionMakerService {
  private readonly rules = ruleSetOf(RULE_SET_VERSION) ?? [];

  constructor(
    private readonly database: TenantDatabase,
    private readonly contactFacts: ContactFactsService,
    private readonly policies: ContactPolicyRepository,
    private readonly readModel: DecisionReadModel,
    private readonly log: DecisionLogService,
    @Inject(IDS) private readonly ids: IdSource,
  ) {}

  /**
   * Decides, stores and tells, in the order of the questions: what is allowed above counts below.
   * @param answer what the caller is told, and again under the same idempotency key
   */
  async decideAll<T>(questions: readonly Question[], now: Date, answer: (decisions: ContactDecision[]) => T): Promise<T> {
    const signer = await this.log.signerOf(currentTenantId());
    return this.database.write(async (tx) => {
      if (questions.length === 0) return answer([]);
      const [records, policy] = await Promise.all([this.contactFacts.gather(tx, questions, now), this.policies.find(tx, tx.tenantId)]);
      const prepared = questions.map((question) => this.prepare(question, records, policy));
      const contacts = await this.contactsFor(tx, prepared, records, now);
      return answer(await this.writeAll(tx, signer, prepared, { contacts, sequences: records.sequences, now }));
    });
  }

  private prepare(question: Question, { persons, listVersion, lists }: GatheredRecords, settings: ContactPolicy): Prepared {
    const { updatedAt: _updatedAt, ...policy } = settings;
    const read = factsFor(recordOf(persons, question.leadId), question, { policy, listVersion, lists });
    return { ...read, question, hoursBack: hoursLookedBack(read.facts, question, question.at, this.rules) };
  }

  /** Read after the leads were locked: what others allowed before counts, also with whoever had an address of the person before. */
  private async contactsFor(tx: Tx, prepared: readonly Prepared[], { persons }: GatheredRecords, now: Date): Promise<CountedContacts> {
    const contacts = new CountedContacts();
    const counting = prepared.filter(({ hoursBack }) => hoursBack > 0);
    if (counting.length === 0) return contacts;
    const since = new Date(now.getTime() - Math.max(...counting.map(({ hoursBack }) => hoursBack)) * HOUR_MS);
    const asked = new Set(counting.map(({ question: { leadId } }) => leadId));
    const sought = [...asked].map((leadId) => {
      const { family, ledger } = recordOf(persons, leadId);
      return { leadId, members: familyIds(leadId, family), former: ledger.earlier };
    });
    const ids = sought.flatMap(({ members, former }) => [...members, ...former.map(({ leadId }) => leadId)]);
    const allowed = await this.readModel.findAllowed(tx, tx.tenantId, [...new Set(ids)], since);
    const byLead = Map.groupBy(allowed, ({ leadId }) => leadId);
    for (const { leadId, members, former } of sought) contacts.set(leadId, contactsOfPerson(members, former, byLead));
    return contacts;
  }

  /** In parts, each sent before the next is decided: the database stores the one meanwhile. */
  private async writeAll(
    tx: Tx,
    signer: Signer,
    prepared: readonly Prepared[],
    { contacts, sequences, now }: { readonly contacts: CountedContacts; readonly sequences: readonly number[]; readonly now: Date },
  ): Promise<ContactDecision[]> {
    const written: Promise<ContactDecision[]>[] = [];
    for (let from = 0; from < prepared.length; from += PART) {
      if (from > 0) await setImmediate();
      const decisions = prepared.slice(from, from + PART).map((one) => this.decideOne(one, contacts, now));
      const part = this.log.addAll(tx, signer, decisions, sequences.slice(from, from + PART));
      // It is waited for below; until then its failure is nobody's.
      part.catch(() => undefined);
      written.push(part);
    }
    return (await Promise.all(written)).flat();
  }

  private decideOne({ question, facts: read, inputs, hoursBack }: Prepared, contacts: CountedContacts, now: Date): ContactDecision {
    const { leadId, channel, purpose, at } = question;
    const facts: DecisionFacts = { ...read, contacts: contacts.within(leadId, hoursBack, at) };
    const verdict = decide(facts, question, { at, decidedAt: now }, this.rules);
    if (verdict.outcome === 'allow' && at <= now) contacts.add({ leadId, channel, purpose, at: now });
    return {
      id: this.ids.next(),
      leadId,
      channel,
      purpose,
      ...verdict,
      inputs: { ...inputs, facts },
      ruleSetVersion: RULE_SET_VERSION,
      decidedAt: now.toISOString(),
      at: at.toISOString(),
    };
  }
}

function recordOf(persons: ReadonlyMap<string, PersonRecord>, leadId: string): PersonRecord {
  const record = persons.get(leadId);
  if (record === undefined) throw new Error('a lead that was asked about was not looked for');
  return record;
}
