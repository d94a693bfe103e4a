import { consentChangedV1, type EventOf, type leadPermissionsRevertedV1, type leadPermissionsStatedV1 } from '@leadstream/contracts';
import { Outbox } from '@leadstream/messaging';
import type { Tx } from '@leadstream/persistence';
import { Injectable } from '@nestjs/common';
import { LeadStreamService } from '../lead-stream/lead-stream.service.js';
import { consentStatements } from '../metrics.js';
import type { ConsentingEvent } from './captured-consent.rules.js';
import { ConsentRepository } from './consent.repository.js';
import { ConsentExpiryRepository } from './expiry/consent-expiry.repository.js';
import type { NewConsentEntry } from './new-consent-entry.js';

/** A line to add, with the sequence of the event that will tell of it. */
export interface NumberedEntry {
  readonly entry: NewConsentEntry;
  readonly sequence: number;
  /** The event that stated it, if one did. */
  readonly causedBy?: ConsentingEvent | EventOf<typeof leadPermissionsStatedV1> | EventOf<typeof leadPermissionsRevertedV1>;
}

/** Writes the ledger: every line added is told by an event. */
@Injectable()
export class ConsentLedgerService {
  constructor(
    private readonly repository: ConsentRepository,
    private readonly expiries: ConsentExpiryRepository,
    private readonly leadStream: LeadStreamService,
    private readonly outbox: Outbox,
  ) {}

  /**
   * Locks the leads until the transaction ends: what is read of their ledgers afterwards holds every statement acknowledged.
   * @param leadIds one for each line to come
   * @returns the sequence of each line's event
   */
  lock(tx: Tx, tenantId: string, leadIds: readonly string[]): Promise<number[]> {
    return this.leadStream.take(tx, tenantId, leadIds);
  }

  /**
   * Adds lines; those whose origin is in the ledger already are left out and not told again.
   * @returns the lines added
   */
  async append<L extends NumberedEntry>(tx: Tx, tenantId: string, lines: readonly L[]): Promise<L[]> {
    const added = await this.repository.append(
      tx,
      tenantId,
      lines.map(({ entry }) => entry),
    );
    const told = lines.filter(({ entry }) => added.has(entry.id));
    const ending = told.flatMap(({ entry: { id, expiresAt } }) => (expiresAt ? [{ entryId: id, expiresAt }] : []));
    if (ending.length > 0) await this.expiries.note(tx, tenantId, ending);
    await this.outbox.addAll(tx, told.map(changed));
    for (const { entry } of told) consentStatements.add(1, { state: entry.state });
    return told;
  }
}

function changed({ entry, sequence, causedBy }: NumberedEntry) {
  const { id: entryId, leadId, channel, purpose, state, basis, source, expiresAt } = entry;
  const until = expiresAt && { expiresAt: expiresAt.toISOString() };
  return {
    contract: consentChangedV1,
    data: { leadId, entryId, channel, purpose, state, basis, statedAt: entry.statedAt.toISOString(), source, ...until },
    sequence,
    time: entry.recordedAt,
    ...(causedBy && { causedBy }),
  };
}
