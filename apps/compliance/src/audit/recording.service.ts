import type { RecordedEvent } from '@leadstream/contracts';
import type { Clock } from '@leadstream/kernel';
import type { TenantRecords } from '@leadstream/messaging';
import type { SystemTx } from '@leadstream/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { CLOCK } from '../tokens.js';
import { factOf } from './chain/audit-fact.rules.js';
import { entriesAfter } from './chain/next-entries.rules.js';
import { AuditRepository, type TenantEntries } from './store/audit.repository.js';

/** The inbox knows an event for 90 days at least; whatever is older may come again from a topic and seem new. */
const INBOX_REMEMBERS_MS = 80 * 86_400_000;

const NONE: ReadonlySet<string> = new Set();

/** Gives events their places in the chains of their tenants. */
@Injectable()
export class RecordingService {
  constructor(
    private readonly repository: AuditRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Each event has one entry, however often it is delivered. One statement locks the heads of all tenants, and one adds to their chains. */
  async record(tenants: readonly TenantRecords[], tx: SystemTx): Promise<void> {
    const now = this.clock.now();
    const heads = await this.repository.lockHeads(
      tx,
      tenants.map(({ tenantId }) => tenantId),
    );
    const added: TenantEntries[] = [];
    for (const tenant of tenants) {
      const { tenantId, events } = tenant;
      const head = heads.get(tenantId);
      if (head === undefined) throw new Error('a chain has no head');
      const known = await this.#knownOf(tenant, now);
      const fresh = known.size === 0 ? events : events.filter(({ id }) => !known.has(id));
      added.push({ tenantId, entries: entriesAfter(tenantId, head, fresh.map(factOf), now) });
    }
    await this.repository.append(tx, added);
  }

  async #knownOf({ tenantId, events, enter }: TenantRecords, now: Date): Promise<ReadonlySet<string>> {
    const old = events.filter(({ time }) => now.getTime() - time.getTime() > INBOX_REMEMBERS_MS);
    return old.length === 0 ? NONE : this.repository.findKnown(enter(), tenantId, subjectsOf(old), idsOf(old));
  }
}

const subjectsOf = (events: readonly RecordedEvent[]): string[] => [...new Set(events.map(({ subject }) => subject))];
const idsOf = (events: readonly RecordedEvent[]): string[] => events.map(({ id }) => id);
