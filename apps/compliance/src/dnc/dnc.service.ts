import { type AddDncEntryBody, type DncEntry, type ListDncQuery, OPT_OUT_SOURCE } from '@leadstream/contracts';
import { decodeCursor, encodeCursor } from '@leadstream/http';
import type { Clock, IdSource } from '@leadstream/kernel';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { CLOCK, IDS } from '../tokens.js';
import { complianceErrors } from '../compliance.errors.js';
import { currentTenantId } from '../current-tenant.js';
import {
  holdsOn,
  isLeftToPerson,
  isStop,
  laterExpiry,
  normaliseChannels,
  optOutReason,
  othersStatement,
  requireFutureExpiry,
  statedSince,
} from './dnc.rules.js';
import { DncEvents } from './dnc-events.js';
import { DncReadModel } from './dnc.read-model.js';
import { DncRepository } from './dnc.repository.js';
import type { NewDncEntry } from './new-dnc-entry.js';
import { kindOfValue, normaliseDncValue } from './dnc-value.rules.js';
import { OptOutReviewReadModel } from '../opt-out/review/opt-out-review.read-model.js';
import { SuppressionService } from '../suppression/suppression.service.js';

const position = z.strictObject({ id: z.uuid() });

/** Keeps a tenant's DNC list. */
@Injectable()
export class DncService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly repository: DncRepository,
    private readonly readModel: DncReadModel,
    private readonly events: DncEvents,
    private readonly suppression: SuppressionService,
    private readonly optOuts: OptOutReviewReadModel,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: IdSource,
  ) {}

  /** Adds an entry. The same address on the same channels is one entry: it then blocks for as long as either says. */
  add(body: AddDncEntryBody): Promise<{ created: boolean; entry: DncEntry }> {
    return this.database.write(async (tx) => {
      const now = this.clock.now();
      const expiresAt = body.expiresAt === null ? null : new Date(body.expiresAt);
      requireFutureExpiry(expiresAt, now);
      const offered = {
        id: this.ids.next(),
        kind: body.kind,
        value: normaliseDncValue(body.kind, body.value, body.phoneRegion, 'value'),
        channels: normaliseChannels(body.channels),
        reason: body.reason,
        source: body.source,
        addedAt: now,
        expiresAt,
        evidence: body.evidence,
      };
      return this.put(tx, offered, now);
    });
  }

  /** Puts an entry on the list, its value normalised, within a transaction of the caller. */
  async put(tx: Tx, offered: NewDncEntry, now: Date): Promise<{ created: boolean; entry: DncEntry }> {
    const entry = await this.repository.lockOrInsert(tx, tx.tenantId, offered);
    if (entry.id !== offered.id) return { created: false, entry: await this.stateAgain(tx, entry, offered, now) };
    await this.events.added(tx, entry, now);
    return { created: true, entry };
  }

  /** What the person stopped stays its own; what others say of it stands beside that. */
  private async stateAgain(tx: Tx, entry: DncEntry, offered: NewDncEntry, now: Date): Promise<DncEntry> {
    if (isStop(entry)) {
      const others = othersStatement({ ...offered, expiresAt: offered.expiresAt?.toISOString() ?? null });
      if (others !== undefined) await this.repository.noteOthers(tx, tx.tenantId, [entry.id], others);
      return entry;
    }
    const before = othersStatement(entry);
    if (!isStop(offered) || before === undefined) return this.state(tx, await this.extend(tx, entry, offered.expiresAt, now), offered, now);
    const stopped = await this.repository.stop(tx, tx.tenantId, entry.id, offered, before);
    await this.events.extended(tx, stopped, now);
    return stopped;
  }

  private async extend(tx: Tx, entry: DncEntry, expiresAt: Date | null, now: Date): Promise<DncEntry> {
    const current = entry.expiresAt === null ? null : new Date(entry.expiresAt);
    const later = laterExpiry(current, expiresAt);
    if (later?.getTime() === current?.getTime()) return entry;
    const extended = await this.repository.extend(tx, tx.tenantId, entry.id, later);
    await this.events.extended(tx, extended, now);
    return extended;
  }

  private async state(tx: Tx, entry: DncEntry, offered: NewDncEntry, now: Date): Promise<DncEntry> {
    const stated = statedSince(entry, offered);
    if (stated === undefined) return entry;
    const restated = await this.repository.restate(tx, tx.tenantId, entry.id, stated);
    await this.events.extended(tx, restated, now);
    return restated;
  }

  /**
   * Withdraws an entry; what the person has asked for, too, stands as its own.
   * @throws DomainError `COMPLIANCE.DNC_ENTRY_NOT_FOUND`, `COMPLIANCE.DNC_ENTRY_OF_PERSON` where nobody but the person states it
   */
  remove(id: string): Promise<void> {
    return this.database.write(async (tx) => {
      const now = this.clock.now();
      if (await this.leaveToPerson(tx, id, now)) return;
      if (!(await this.withdraw(tx, id, now))) throw complianceErrors.DNC_ENTRY_NOT_FOUND();
    });
  }

  private async leaveToPerson(tx: Tx, id: string, now: Date): Promise<boolean> {
    // Locked before reviews are asked: an opt-out that comes now waits, and one that was first is seen.
    const entry = await this.repository.lock(tx, tx.tenantId, id);
    if (entry === undefined) return false;
    if (isStop(entry)) {
      if (await this.repository.forgetOthers(tx, tx.tenantId, id)) return true;
      throw complianceErrors.DNC_ENTRY_OF_PERSON();
    }
    const channel = await this.optOuts.findChannelOfStanding(tx, tx.tenantId, id);
    if (!isLeftToPerson(entry, channel)) return false;
    const own = { reason: optOutReason(channel), source: OPT_OUT_SOURCE, evidence: null };
    const restated = await this.repository.restate(tx, tx.tenantId, id, own);
    await this.events.extended(tx, restated, now);
    return true;
  }

  /** The person takes back a stop, within a transaction of the caller: what others say of the address holds on. */
  async resume(tx: Tx, id: string, now: Date): Promise<void> {
    if ((await this.repository.lock(tx, tx.tenantId, id)) === undefined) return;
    const others = await this.repository.findOthers(tx, tx.tenantId, id);
    if (holdsOn(others, now)) await this.events.extended(tx, await this.repository.handOver(tx, tx.tenantId, id, others), now);
    else await this.withdraw(tx, id, now);
  }

  /** Takes an entry off the list, within a transaction of the caller; @returns whether there was a live one */
  async withdraw(tx: Tx, id: string, now: Date): Promise<boolean> {
    const removed = (await this.repository.remove(tx, tx.tenantId, id, now)) ?? (await this.suppression.lift(tx, id));
    if (removed) await this.events.removed(tx, removed, now);
    return removed !== undefined;
  }

  /** @returns those of the entries that are live and of that source, locked until the transaction ends */
  lockOfSource(tx: Tx, ids: readonly string[], source: string): Promise<string[]> {
    return this.repository.lockOfSource(tx, tx.tenantId, ids, source);
  }

  async get(id: string): Promise<DncEntry> {
    const entry = await this.readModel.findById(currentTenantId(), id);
    if (!entry) throw complianceErrors.DNC_ENTRY_NOT_FOUND();
    return entry;
  }

  async list({ kind, value, phoneRegion, limit, cursor }: ListDncQuery): Promise<{ items: DncEntry[]; nextCursor: string | null }> {
    const rows = await this.readModel.findPage(currentTenantId(), {
      kind,
      value: value === undefined ? undefined : normaliseDncValue(kind ?? kindOfValue(value), value, phoneRegion, 'value'),
      before: cursor === undefined ? undefined : decodeCursor(position, cursor).id,
      limit: limit + 1,
    });
    const items = rows.slice(0, limit);
    const last = items.at(-1);
    return { items, nextCursor: rows.length > limit && last ? encodeCursor({ id: last.id }) : null };
  }
}
