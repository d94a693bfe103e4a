import type { EventOf, leadFormSubmittedV1 } from '@leadstream/contracts';
import type { Clock, IdSource } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import { erasedAmong } from '@leadstream/privacy';
import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, IDS } from '../tokens.js';
import { toldConsents } from './captured-consent.rules.js';
import { ConsentLedgerService } from './consent-ledger.service.js';
import { linesAt } from './person/person-ledger.rules.js';
import { PersonLedgerService } from './person/person-ledger.service.js';
import { PersonService } from './person/person.service.js';

/**
 * Takes over what forms say that known leads agree to. Nobody proved to be that person: it counts only for a channel and purpose of
 * which nothing was ever stated, so that no stranger lifts a withdrawal.
 */
@Injectable()
export class SubmittedConsentService {
  constructor(
    private readonly ledger: ConsentLedgerService,
    private readonly personLedgers: PersonLedgerService,
    private readonly persons: PersonService,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: IdSource,
  ) {}

  async append(tx: Tx, tenantId: string, events: readonly EventOf<typeof leadFormSubmittedV1>[]): Promise<void> {
    const now = this.clock.now();
    const erased = await erasedAmong(tx, [...new Set(events.map(({ data }) => data.leadId))]);
    const stated = events
      .filter(({ data }) => !erased.has(data.leadId))
      .flatMap((event) => toldConsents(event, 'form', now, this.ids).map((entry) => ({ entry, causedBy: event })));
    if (stated.length === 0) return;
    const sequences = await this.ledger.lock(
      tx,
      tenantId,
      stated.map(({ entry }) => entry.leadId),
    );
    for (const [index, line] of stated.entries()) {
      const { leadId, channel, purpose } = line.entry;
      const known = await this.personLedgers.read(tx, await this.persons.find(tx, leadId), { only: { channel, purpose } });
      if (linesAt(known, now).length === 0) await this.ledger.append(tx, tenantId, [{ ...line, sequence: sequences[index] ?? 0 }]);
    }
  }
}
