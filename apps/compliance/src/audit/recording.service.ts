import type { RecordedEvent } from '@leadstream/contracts';
import type { Clock } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { CLOCK } from '../tokens.js';
import { factOf } from './chain/audit-fact.rules.js';
import { entriesAfter } from './chain/next-entries.rules.js';
import { AuditRepository } from './store/audit.repository.js';

/** The inbox knows an event for 90 days at least; whatever is older may come again from a topic and seem new. */
const INBOX_REMEMBERS_MS = 80 * 86_400_000;

/** Gives events their places in the chain of a tenant. */
@Injectable()
export class RecordingService {
  constructor(
    private readonly repository: AuditRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Each event has one entry, however often it is delivered. @param events of one tenant, new to the inbox */
  async record(tx: Tx, tenantId: string, events: readonly RecordedEvent[]): Promise<void> {
    const now = this.clock.now();
    const fresh = await this.#withoutKnown(tx, tenantId, events, now);
    if (fresh.length === 0) return;
    const head = await this.repository.lockHead(tx, tenantId);
    await this.repository.append(tx, tenantId, entriesAfter(tenantId, head, fresh.map(factOf), now));
  }

  async #withoutKnown(tx: Tx, tenantId: string, events: readonly RecordedEvent[], now: Date): Promise<readonly RecordedEvent[]> {
    const old = events.filter(({ time }) => now.getTime() - time.getTime() > INBOX_REMEMBERS_MS);
    if (old.length === 0) return events;
    const subjects = [...new Set(old.map(({ subject }) => subject))];
    const known = await this.repository.findKnown(
      tx,
      tenantId,
      subjects,
      old.map(({ id }) => id),
    );
    return events.filter(({ id }) => !known.has(id));
  }
}
