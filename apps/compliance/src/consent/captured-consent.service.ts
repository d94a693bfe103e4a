import type { EventOf, leadCapturedV1 } from '@leadstream/contracts';
import type { Clock, IdSource } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, IDS } from '../tokens.js';
import { toldConsents } from './captured-consent.rules.js';
import { ConsentLedgerService } from './consent-ledger.service.js';
import { KnownLinesService } from './lifting/known-lines.service.js';
import { liftingNothing } from './lifting/lifting.rules.js';

/** Takes over the consents that leads stated when they were captured. They lift no withdrawal: a capture proves nobody, and its clock may be ahead. */
@Injectable()
export class CapturedConsentService {
  constructor(
    private readonly ledger: ConsentLedgerService,
    private readonly knownLines: KnownLinesService,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: IdSource,
  ) {}

  /** @param events may have come before: then they add nothing */
  async append(tx: Tx, tenantId: string, events: readonly EventOf<typeof leadCapturedV1>[]): Promise<void> {
    const now = this.clock.now();
    const stated = events.flatMap((event) => toldConsents(event, 'capture', now, this.ids).map((entry) => ({ entry, causedBy: event })));
    if (stated.length === 0) return;
    const leadIds = stated.map(({ entry }) => entry.leadId);
    const sequences = await this.ledger.lock(tx, tenantId, leadIds);
    const numbered = stated.map((line, index) => ({ ...line, sequence: sequences[index] ?? 0 }));
    await this.ledger.append(tx, tenantId, liftingNothing(numbered, await this.knownLines.read(tx, leadIds)));
  }
}
