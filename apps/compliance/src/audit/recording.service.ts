import { setImmediate } from 'node:timers/promises';
import type { RecordedEvent } from '@leadstream/contracts';
import type { Clock } from '@leadstream/kernel';
import type { TenantRecords } from '@leadstream/messaging';
import type { SystemTx } from '@leadstream/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { CLOCK } from '../tokens.js';
import type { AuditFact } from './audit-entry.js';
import { factOf } from './chain/audit-fact.rules.js';
import { factText } from './chain/entry-hash.rules.js';
import { entriesAfter } from './chain/next-entries.rules.js';
import { AuditRepository, type FactColumns, type TenantEntries } from './store/audit.repository.js';

/** The inbox knows an event for 90 days at least; whatever is older may come again from a topic and seem new. */
const INBOX_REMEMBERS_MS = 80 * 86_400_000;

const NONE: ReadonlySet<string> = new Set();

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
   * Each event has one entry, however often it is delivered. One statement locks the heads of all tenants, and one adds to their chains. While others
   * hold the heads, all is made that does not depend on the places.
   */
  async record(tenants: readonly TenantRecords[], tx: SystemTx): Promise<void> {
    const now = this.clock.now();
    const ids = tenants.map(({ tenantId }) => tenantId);
    const [heads, { made, columns }] = await Promise.all([this.repository.lockHeads(tx, ids), this.#prepare(tenants)]);
    const added: TenantEntries[] = [];
    for (const [index, tenant] of tenants.entries()) {
      const { tenantId } = tenant;
      const head = heads.get(tenantId);
      if (head === undefined) throw new Error('a chain has no head');
      const known = await this.#knownOf(tenant, now);
      const fresh = (made[index] ?? []).filter(({ fact }) => !known.has(fact.eventId));
      const [facts, told] = [fresh.map(({ fact }) => fact), fresh.map(({ text }) => text)];
      added.push({ tenantId, entries: entriesAfter(tenantId, head, facts, now, told) });
    }
    await this.repository.append(tx, added, columns);
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

  async #knownOf({ tenantId, events, enter }: TenantRecords, now: Date): Promise<ReadonlySet<string>> {
    const old = events.filter(({ time }) => now.getTime() - time.getTime() > INBOX_REMEMBERS_MS);
    return old.length === 0 ? NONE : this.repository.findKnown(enter(), tenantId, subjectsOf(old), idsOf(old));
  }
}

const subjectsOf = (events: readonly RecordedEvent[]): string[] => [...new Set(events.map(({ subject }) => subject))];
const idsOf = (events: readonly RecordedEvent[]): string[] => events.map(({ id }) => id);
