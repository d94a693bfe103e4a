import type { Channel, ConsentEntry, ConsentProof, ConsentState, Purpose } from '@leadstream/contracts';
import type { IdSource } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import { Inject, Injectable } from '@nestjs/common';
import type { LeadFamily } from '../../known-lead/known-lead.js';
import { familyIds } from '../../known-lead/known-lead.rules.js';
import { IDS } from '../../tokens.js';
import { ConsentLedgerService } from '../consent-ledger.service.js';
import { ConsentReadModel, type LedgerStatement } from '../consent.read-model.js';
import { later, presentInstant } from '../consent.rules.js';
import type { NewConsentEntry } from '../new-consent-entry.js';
import type { Person } from './person.js';

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
   * Adds the lines, each after everything that was stated before. The lead is locked until the transaction ends: who decides afterwards sees them.
   * @returns the lines, in the order of the sayings
   */
  async say(tx: Tx, person: Person, sayings: readonly Saying[], now: Date): Promise<NewConsentEntry[]> {
    const sequences = await this.ledger.lock(
      tx,
      tx.tenantId,
      sayings.map(() => person.leadId),
    );
    const before = await this.consents.findLatest(tx, tx.tenantId, familyIds(person.leadId, person.family));
    const entries = sayings.map((saying) => this.entryOf(person, saying, before, now));
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

  private entryOf({ leadId, family }: Person, saying: Saying, before: readonly LedgerStatement[], now: Date): NewConsentEntry {
    const { holdsDays, ...said } = saying;
    const same = before.filter(({ channel, purpose }) => channel === said.channel && purpose === said.purpose);
    const statedAt = presentInstant(same, now, mergesOf(family));
    const expiresAt = holdsDays === undefined ? undefined : new Date(statedAt.getTime() + holdsDays * DAY_MS);
    return { ...said, id: this.ids.next(), leadId, basis: BASIS, statedAt, expiresAt, recordedAt: later(now, statedAt) };
  }
}

function mergesOf({ merged }: LeadFamily): Date[] {
  return merged.flatMap(({ deletedAt }) => deletedAt ?? []);
}
