import type { RecordedEvent } from '@leadstream/contracts';
import type { Clock } from '@leadstream/kernel';
import type { TenantRecords } from '@leadstream/messaging';
import { Inject, Injectable } from '@nestjs/common';
import { CLOCK } from '../tokens.js';
import type { AuditHead } from './audit-entry.js';
import { factOf } from './chain/audit-fact.rules.js';
import { entriesAfter } from './chain/next-entries.rules.js';
import { AuditRepository } from './store/audit.repository.js';

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

  /**
   * Each event has one entry, however often it is delivered. Statements for all tenants leave together, so that heads are held for two ways there and back and
   * not for two of each tenant.
   * @param tenants in the order of their ids, in which their heads are locked: two transactions never wait for each other crosswise
   */
  async record(tenants: readonly TenantRecords[]): Promise<void> {
    const now = this.clock.now();
    const heads = await Promise.all(tenants.map((tenant) => this.repository.lockHead(tenant.enter(), tenant.tenantId)));
    const known = await Promise.all(tenants.map((tenant) => this.#knownOf(tenant, now)));
    await Promise.all(
      tenants.map(({ tenantId, events, enter }, index) => {
        const fresh = events.filter(({ id }) => known[index]?.has(id) !== true);
        return this.repository.append(enter(), tenantId, entriesAfter(tenantId, heads[index] as AuditHead, fresh.map(factOf), now));
      }),
    );
  }

  async #knownOf({ tenantId, events, enter }: TenantRecords, now: Date): Promise<ReadonlySet<string>> {
    const old = events.filter(({ time }) => now.getTime() - time.getTime() > INBOX_REMEMBERS_MS);
    return old.length === 0 ? NONE : this.repository.findKnown(enter(), tenantId, subjectsOf(old), idsOf(old));
  }
}

const subjectsOf = (events: readonly RecordedEvent[]): string[] => [...new Set(events.map(({ subject }) => subject))];
const idsOf = (events: readonly RecordedEvent[]): string[] => events.map(({ id }) => id);
