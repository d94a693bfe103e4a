import { setImmediate } from 'node:timers/promises';
import type { RecordedEvent } from '@leadstream/contracts';
import type { Clock } from '@leadstream/kernel';
import type { KnownRecords, TenantRecords } from '@leadstream/messaging';
import type { SystemTx } from '@leadstream/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { CLOCK } from '../tokens.js';
import type { AuditFact } from './audit-entry.js';
import { factOf } from './chain/audit-fact.rules.js';
import { factText } from './chain/entry-hash.rules.js';
import { firstOfEach } from './chain/first-of-each.rules.js';
import { entriesAfter } from './chain/next-entries.rules.js';
import { AuditRepository, type FactColumns, type OpenChain, type TenantEntries } from './store/audit.repository.js';

/** A fact, and what is hashed of it. */
interface Made {
  readonly fact: AuditFact;
  readonly text: string;
}

/** Gives events their places in the chains of their tenants. */
@Injectable()
export class RecordingService {
  constructor(
    private readonly repository: AuditRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Each event has one entry, however often it is delivered: what the trail has is asked while the heads are held, so that nobody is adding it. One statement
   * opens the chains of all tenants, and one adds to them. While others hold the heads, all is made that does not depend on the places.
   * @returns those that have an entry already, or get it by one before them
   */
  async record(tenants: readonly TenantRecords[], tx: SystemTx): Promise<KnownRecords> {
    const now = this.clock.now();
    const tenantIds = tenants.map(({ tenantId }) => tenantId);
    const eventIds = tenants.flatMap(({ events }) => events.map(({ id }) => id));
    const [chains, { made, columns }] = await Promise.all([this.repository.openChains(tx, tenantIds, eventIds), this.#prepare(tenants)]);
    const repeated = new Set<RecordedEvent>();
    const added: TenantEntries[] = [];
    for (const [index, { tenantId, events }] of tenants.entries()) {
      const { head, known } = chains.get(tenantId) as OpenChain;
      const isFresh = firstOfEach(events, known);
      for (const [at, event] of events.entries()) if (!isFresh[at]) repeated.add(event);
      const fresh = (made[index] as readonly Made[]).filter((_, at) => isFresh[at]);
      const [facts, texts] = [fresh.map(({ fact }) => fact), fresh.map(({ text }) => text)];
      added.push({ tenantId, entries: entriesAfter(tenantId, head, facts, now, texts) });
    }
    await this.repository.append(tx, added, columns);
    return repeated;
  }

  /** Begins once the statements before it have been sent. */
  async #prepare(
    tenants: readonly TenantRecords[],
  ): Promise<{ readonly made: readonly (readonly Made[])[]; readonly columns: FactColumns }> {
    await setImmediate();
    const made = tenants.map(({ events }) =>
      events.map((event) => {
        const fact = factOf(event);
        return { fact, text: factText(fact) };
      }),
    );
    return { made, columns: this.repository.columnsOf(made.flat().map(({ fact }) => fact)) };
  }
}
