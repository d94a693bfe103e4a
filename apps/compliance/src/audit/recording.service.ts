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
import type { GrowingChain } from './chain/growing-chain.rules.js';
import { AuditRepository, type FactColumns, type TenantEntries } from './store/audit.repository.js';

/** Entries that are sent together. Others who hold heads wait for no more than one part to be made. */
const PART = 250;

/** What can be made of an event before its place is known. */
interface Made {
  readonly event: RecordedEvent;
  readonly fact: AuditFact;
  /** What is hashed of it. */
  readonly text: string;
}

interface Part {
  readonly made: readonly Made[];
  readonly columns: FactColumns;
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
   * opens the chains of all tenants. While others hold the heads, all is made that does not depend on the places.
   * @returns those that have an entry already, or get it by one before them
   */
  async record(tenants: readonly TenantRecords[], tx: SystemTx): Promise<KnownRecords> {
    const now = this.clock.now();
    const tenantIds = tenants.map(({ tenantId }) => tenantId);
    const events = tenants.flatMap((tenant) => tenant.events);
    const eventIds = events.map(({ id }) => id);
    const [chains, parts] = await Promise.all([this.repository.openChains(tx, tenantIds, eventIds), this.#prepare(events)]);
    const repeated = new Set<RecordedEvent>();
    const isFresh = ({ event }: Made): boolean => {
      const isAdmitted = chainOf(chains, event).admit(event.id);
      if (!isAdmitted) repeated.add(event);
      return isAdmitted;
    };
    const entriesOf = (chain: GrowingChain, made: readonly Made[]): TenantEntries => {
      const [facts, texts] = [made.map(({ fact }) => fact), made.map(({ text }) => text)];
      return { tenantId: chain.tenantId, entries: chain.extend(facts, now, texts) };
    };
    await this.#addAll(tx, parts, (made) => {
      const ofTenants = Map.groupBy(made.filter(isFresh), ({ event }) => chainOf(chains, event));
      return [...ofTenants].map(([chain, own]) => entriesOf(chain, own));
    });
    return repeated;
  }

  /**
   * In parts, each sent before the next is hashed: the database stores the one meanwhile. No answer is waited for, so that COMMIT leaves with the last part and
   * the heads are free once it is stored: what a part fails by, the commit fails by, and the events come again.
   */
  async #addAll(tx: SystemTx, parts: readonly Part[], entriesOf: (made: readonly Made[]) => TenantEntries[]): Promise<void> {
    for (const [index, { made, columns }] of parts.entries()) {
      if (index > 0) await setImmediate();
      this.repository.append(tx, entriesOf(made), columns).catch(() => undefined);
    }
  }

  /** Begins once the statements before it have been sent, and lets those who hold heads go on between its parts. */
  async #prepare(events: readonly RecordedEvent[]): Promise<Part[]> {
    const parts: Part[] = [];
    for (let from = 0; from < events.length; from += PART) {
      await setImmediate();
      const made = events.slice(from, from + PART).map((event) => {
        const fact = factOf(event);
        return { event, fact, text: factText(fact) };
      });
      parts.push({ made, columns: this.repository.columnsOf(made.map(({ fact }) => fact)) });
    }
    return parts;
  }
}

function chainOf(chains: ReadonlyMap<string, GrowingChain>, { tenantId }: RecordedEvent): GrowingChain {
  const chain = chains.get(tenantId);
  if (chain === undefined) throw new Error('a chain has no head');
  return chain;
}
