import type { DncEntry } from '@leadstream/contracts';
import type { IdSource } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { IDS } from '../../tokens.js';
import { isStop, laterExpiry, othersStatement, statedSince } from '../dnc.rules.js';
import { DncRepository } from '../dnc.repository.js';
import { DncEvents } from '../dnc-events.js';
import { type EntryName, entryKey } from '../domain.rules.js';
import { type ChangedEntry, DncBulkRepository, type SharedStatement } from './dnc-bulk.repository.js';
import type { PutCounts } from './put-counts.js';

/** Names that are put on the list by one statement. */
const AT_ONCE = 1_000;

/** Puts many addresses and domains on the list, each as one alone would be. */
@Injectable()
export class DncBulkService {
  constructor(
    private readonly repository: DncBulkRepository,
    private readonly entries: DncRepository,
    private readonly events: DncEvents,
    @Inject(IDS) private readonly ids: IdSource,
  ) {}

  /**
   * Within a transaction of the caller, at its end: whoever else changes the list waits from then on.
   * @param names normalised, each once
   */
  async put(tx: Tx, names: readonly EntryName[], shared: SharedStatement, now: Date): Promise<PutCounts> {
    const counts = { added: 0, changed: 0 };
    await this.repository.prepare(tx);
    const sorted = names.toSorted((one, other) => (entryKey(one) < entryKey(other) ? -1 : 1));
    for (let at = 0; at < sorted.length; at += AT_ONCE) {
      const { added, changed } = await this.#putSome(tx, sorted.slice(at, at + AT_ONCE), shared);
      await this.events.bulk(tx, added, changed, now);
      counts.added += added.length;
      counts.changed += changed.length;
    }
    if (counts.added + counts.changed > 0) await this.events.listChanged(tx, now);
    return counts;
  }

  async #putSome(tx: Tx, names: readonly EntryName[], shared: SharedStatement): Promise<{ added: DncEntry[]; changed: DncEntry[] }> {
    const offered = names.map((name) => ({ ...name, id: this.ids.next() }));
    const added = await this.repository.create(tx, tx.tenantId, offered, shared);
    const isNew = new Set(added.map(entryKey));
    const there = await this.repository.lock(
      tx,
      tx.tenantId,
      names.filter((name) => !isNew.has(entryKey(name))),
      shared.channels,
    );
    await this.#noteOthers(tx, there.filter(isStop), shared);
    const changed = await this.repository.change(
      tx,
      tx.tenantId,
      there.filter((entry) => !isStop(entry)).flatMap((entry) => changeOf(entry, shared) ?? []),
    );
    if (added.length + there.length === names.length) return { added, changed };
    // Withdrawn by somebody else between the two looks: what was asked for here holds.
    const isThere = new Set(there.map(entryKey));
    const again = names.filter((name) => !isNew.has(entryKey(name)) && !isThere.has(entryKey(name)));
    const rest = await this.#putSome(tx, again, shared);
    return { added: [...added, ...rest.added], changed: [...changed, ...rest.changed] };
  }

  /** What people stopped stays their own. */
  async #noteOthers(tx: Tx, stops: readonly DncEntry[], shared: SharedStatement): Promise<void> {
    const others = othersStatement({ ...shared, expiresAt: shared.expiresAt?.toISOString() ?? null });
    if (stops.length === 0 || others === undefined) return;
    const ids = stops.map(({ id }) => id);
    await this.entries.noteOthers(tx, tx.tenantId, ids, others);
  }
}

/** @returns undefined when the entry says all of it */
function changeOf(entry: DncEntry, shared: SharedStatement): ChangedEntry | undefined {
  const current = entry.expiresAt === null ? null : new Date(entry.expiresAt);
  const later = laterExpiry(current, shared.expiresAt);
  const stated = statedSince(entry, shared);
  if (stated === undefined && later?.getTime() === current?.getTime()) return undefined;
  const { reason, source, evidence } = stated ?? entry;
  return { id: entry.id, expiresAt: later?.toISOString() ?? null, reason, source, evidence };
}
