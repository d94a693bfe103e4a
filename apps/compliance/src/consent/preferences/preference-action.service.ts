import { type ConsentProof, PREFERENCE_SOURCE } from '@leadstream/contracts';
import type { IdSource } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { DncService } from '../../dnc/dnc.service.js';
import { addressesOf } from '../../known-lead/known-lead.rules.js';
import { IDS } from '../../tokens.js';
import type { Person } from '../person/person.js';
import { SpokenConsentService } from '../person/spoken-consent.service.js';
import { type AskedChange, noToEverything, type Stated, statementsOf } from './preference.rules.js';
import type { PreferenceRecord } from './preference-record.js';
import { stateIn, stopsOf } from './preference-view.rules.js';

const REASON = 'stopped in the preference centre';

/** How a change was said: what proves it. */
export interface Evidence {
  readonly proof: ConsentProof;
  readonly textVersion: string;
}

/** Does what people ask for in the preference centre. */
@Injectable()
export class PreferenceActionService {
  constructor(
    private readonly spoken: SpokenConsentService,
    private readonly dnc: DncService,
    @Inject(IDS) private readonly ids: IdSource,
  ) {}

  /** @param record read after the person's leads were locked */
  async apply(tx: Tx, { action, choices }: AskedChange, record: PreferenceRecord, evidence: Evidence, now: Date): Promise<void> {
    switch (action) {
      case 'save':
        return this.say(tx, record.person, statementsOf(choices, stateIn(record)), evidence, now);
      case 'stop':
        await this.say(tx, record.person, noToEverything(), evidence, now);
        return this.stop(tx, record.person, now);
      case 'resume':
        for (const { id } of stopsOf(record)) await this.dnc.resume(tx, id, now);
    }
  }

  private async say(tx: Tx, person: Person, statements: readonly Stated[], evidence: Evidence, now: Date): Promise<void> {
    if (statements.length === 0) return;
    const sayings = statements.map((stated) => ({ ...stated, ...evidence, source: PREFERENCE_SOURCE }));
    await this.spoken.say(tx, person, sayings, now);
  }

  /** Every address under which the person is known: no contact by any channel, for ever. */
  private async stop(tx: Tx, { family }: Person, now: Date): Promise<void> {
    const addresses = addressesOf(family).flatMap(({ email, phone }) => [
      ...(email === null ? [] : [{ kind: 'email' as const, value: email }]),
      ...(phone === null ? [] : [{ kind: 'phone' as const, value: phone }]),
    ]);
    const distinct = new Map(addresses.map((address) => [`${address.kind}:${address.value}`, address]));
    const common = { channels: [], reason: REASON, source: PREFERENCE_SOURCE, addedAt: now, expiresAt: null, evidence: null };
    // In one order for everybody: two who stop at once do not wait for each other's entries.
    for (const [, address] of [...distinct].sort(([left], [right]) => (left < right ? -1 : 1))) {
      await this.dnc.put(tx, { ...common, ...address, id: this.ids.next() }, now);
    }
  }
}
