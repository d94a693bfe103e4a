import { type DataOf, type DncEntry, type DncKind, dncAddedV1, dncDomainAddedV1, dncRemovedV1 } from '@leadstream/contracts';
import { Outbox, type OutboxItem } from '@leadstream/messaging';
import type { Tx } from '@leadstream/persistence';
import { Injectable } from '@nestjs/common';
import { dncChanges } from '../metrics.js';
import { DncRepository, type ExpiredEntry } from './dnc.repository.js';

/** What every change of a DNC list brings with it: the list's next version, an event, a count. */
@Injectable()
export class DncEvents {
  constructor(
    private readonly repository: DncRepository,
    private readonly outbox: Outbox,
  ) {}

  async added(tx: Tx, entry: DncEntry, at: Date): Promise<void> {
    await this.publishAdded(tx, entry, at);
    dncChanges.add(1, { change: 'added' });
  }

  /** Announced like a new entry: its readers replace what they hold under the same id. */
  async extended(tx: Tx, entry: DncEntry, at: Date): Promise<void> {
    await this.publishAdded(tx, entry, at);
    dncChanges.add(1, { change: 'extended' });
  }

  async removed(tx: Tx, entry: Pick<DncEntry, 'id' | 'version'>, at: Date): Promise<void> {
    await Promise.all([
      this.repository.advanceList(tx, tx.tenantId, at),
      this.outbox.add(tx, dncRemovedV1, {
        data: { entryId: entry.id, removedAt: at.toISOString(), cause: 'withdrawn' },
        sequence: entry.version,
        time: at,
      }),
    ]);
    dncChanges.add(1, { change: 'removed' });
  }

  /** Entries of one tenant, of which each brings its own event. */
  async expired(tx: Tx, entries: readonly ExpiredEntry[], at: Date): Promise<void> {
    if (entries.length === 0) return;
    const events = entries.map(({ id, version, expiresAt }) => ({
      contract: dncRemovedV1,
      data: { entryId: id, removedAt: expiresAt.toISOString(), cause: 'expired' as const },
      sequence: version,
      time: at,
    }));
    await Promise.all([this.repository.advanceList(tx, tx.tenantId, at), this.outbox.addAll(tx, events)]);
    dncChanges.add(entries.length, { change: 'expired' });
  }

  /** Many at once; {@link listChanged} is to follow when all are told. */
  async bulk(tx: Tx, added: readonly DncEntry[], changed: readonly DncEntry[], at: Date): Promise<void> {
    await this.outbox.addAll(
      tx,
      [...added, ...changed].map((entry) => itemOf(entry, at)),
    );
    dncChanges.add(added.length, { change: 'added' });
    dncChanges.add(changed.length, { change: 'extended' });
  }

  /** Gives the list its next version: whoever else changes it waits until the transaction ends. */
  async listChanged(tx: Tx, at: Date): Promise<void> {
    await this.repository.advanceList(tx, tx.tenantId, at);
  }

  private async publishAdded(tx: Tx, entry: DncEntry, at: Date): Promise<void> {
    await Promise.all([this.repository.advanceList(tx, tx.tenantId, at), this.outbox.addAll(tx, [itemOf(entry, at)])]);
  }
}

function itemOf(entry: DncEntry, time: Date): OutboxItem {
  const { version: sequence, kind } = entry;
  return kind === 'domain'
    ? { contract: dncDomainAddedV1, data: domainData(entry), sequence, time }
    : { contract: dncAddedV1, data: addressData(entry, kind), sequence, time };
}

function addressData(
  { id: entryId, value, channels, reason, expiresAt, addedAt, evidence }: DncEntry,
  kind: DncKind,
): DataOf<typeof dncAddedV1> {
  return { entryId, kind, value, channels, reason, expiresAt, addedAt, ...(evidence && { evidence }) };
}

/** Whoever asked for it is no matter of the topic: no key of a person would seal it. */
function domainData({ id: entryId, value: domain, channels, expiresAt, addedAt }: DncEntry): DataOf<typeof dncDomainAddedV1> {
  return { entryId, domain, channels, expiresAt, addedAt };
}
