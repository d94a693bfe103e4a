import type { Channel, ConsentEntry, ConsentProof, ConsentState, Purpose } from '@leadstream/contracts';
import type { IdSource } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import { erasedAmong } from '@leadstream/privacy';
import { Inject, Injectable } from '@nestjs/common';
import { familyIds } from '../../known-lead/known-lead.rules.js';
import { IDS } from '../../tokens.js';
import { ConsentLedgerService } from '../consent-ledger.service.js';
import { ConsentReadModel, type LedgerStatement } from '../consent.read-model.js';
import { later, presentInstant } from '../consent.rules.js';
import type { NewConsentEntry } from '../new-consent-entry.js';
import type { Person } from './person.js';
import { leadsToWithdraw, mergesOf } from './withdrawal.rules.js';

/** What a person says at this moment. */
export interface Saying {
  readonly channel: Channel;
  readonly purpose: Purpose;
  readonly state: ConsentState;
  readonly source: string;
  readonly textVersion: string | null;
  readonly proof?: ConsentProof | undefined;
  /** Of a grant; for ever when left out. */
  readonly holdsDays?: number | undefined;
}

type Matter = Pick<Saying, 'channel' | 'purpose'>;

const DAY_MS = 86_400_000;
const BASIS: ConsentEntry['basis'] = 'consent';

/** Writes down what a person says itself, on a page of ours or by a request of its own. */
@Injectable()
export class SpokenConsentService {
  constructor(
    private readonly ledger: ConsentLedgerService,
    private readonly consents: ConsentReadModel,
    @Inject(IDS) private readonly ids: IdSource,
  ) {}

  /**
   * Adds the lines, each after everything that was stated before: a grant under the lead that the person is today, a withdrawal under each of its leads
   * that has not withdrawn yet. These leads are locked until the transaction ends: who decides afterwards sees them.
   * @returns the lines, in the order of the sayings
   */
  async say(tx: Tx, person: Person, sayings: readonly Saying[], now: Date): Promise<NewConsentEntry[]> {
    const members = familyIds(person.leadId, person.family);
    await this.ledger.lock(tx, tx.tenantId, sayings.some(isWithdrawal) ? members : [person.leadId]);
    const before = await this.consents.findLatest(tx, tx.tenantId, members);
    const erased = await erasedAmong(tx, members);
    const living = members.filter((leadId) => !erased.has(leadId));
    const entries = sayings.flatMap((saying) => this.entriesOf(person, living, saying, before, now));
    const sequences = await this.ledger.lock(
      tx,
      tx.tenantId,
      entries.map(({ leadId }) => leadId),
    );
    await this.ledger.append(
      tx,
      tx.tenantId,
      entries.map((entry, index) => ({ entry, sequence: sequences[index] ?? 0 })),
    );
    return entries;
  }

  /** An instant after everything that was stated before of the channel and purpose, also when this machine's clock is behind. */
  async presentInstant(tx: Tx, { leadId, family }: Person, { channel, purpose }: Matter, now: Date): Promise<Date> {
    const before = await this.consents.findLatest(tx, tx.tenantId, familyIds(leadId, family), { channel, purpose });
    return presentInstant(before, now, mergesOf(family));
  }

  private entriesOf(
    { leadId: today, family }: Person,
    members: readonly string[],
    saying: Saying,
    before: readonly LedgerStatement[],
    now: Date,
  ): NewConsentEntry[] {
    const { holdsDays, ...said } = saying;
    const same = before.filter(({ channel, purpose }) => channel === said.channel && purpose === said.purpose);
    const statedAt = presentInstant(same, now, mergesOf(family));
    const expiresAt = holdsDays === undefined ? undefined : new Date(statedAt.getTime() + holdsDays * DAY_MS);
    const common = { ...said, basis: BASIS, statedAt, expiresAt, recordedAt: later(now, statedAt) };
    const leadIds = isWithdrawal(said) ? leadsToWithdraw(members, same, now) : [today];
    return leadIds.map((leadId) => ({ ...common, id: this.ids.next(), leadId }));
  }
}

function isWithdrawal({ state }: Pick<Saying, 'state'>): boolean {
  return state === 'withdrawn';
}
