import {
  type ListProcessingActivitiesQuery,
  type PatchProcessingActivity,
  type ProcessingActivity,
  processingActivityChangedV1,
  type ProcessingActivityContent,
  type ProcessingActivityVersion,
} from '@leadstream/contracts';
import { decodeCursor, encodeCursor } from '@leadstream/http';
import type { Clock, IdSource, Uuid } from '@leadstream/kernel';
import { Outbox } from '@leadstream/messaging';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { CLOCK, IDS } from '../tokens.js';
import type { ProcessingActivityRecord, ProcessingInformation } from './processing-activity.js';
import { registerErrors } from './register.errors.js';
import { RegisterRepository } from './register.repository.js';
import { informationOf, patched, presentActivity, toldActivity } from './register.rules.js';

const position = z.strictObject({ id: z.uuid() });
/** Written by hand: nobody has as many. */
const ALL = 1_000;

/** Keeps a tenant's record of processing activities; each version of an entry stays, and is told. */
@Injectable()
export class RegisterService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly entries: RegisterRepository,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: IdSource,
  ) {}

  create(content: ProcessingActivityContent): Promise<ProcessingActivity> {
    return this.database.write(async (tx) => {
      const now = this.clock.now();
      const record = { activityId: this.ids.next(), version: 1, content, createdAt: now, updatedAt: now, endedAt: null };
      await this.entries.create(tx, tx.tenantId, record);
      await this.tell(tx, record, undefined);
      return presentActivity(record);
    });
  }

  /** @throws DomainError `COMPLIANCE.PROCESSING_ACTIVITY_NOT_FOUND` */
  async read(activityId: Uuid): Promise<ProcessingActivity> {
    return presentActivity(found(await this.database.read((tx) => this.entries.find(tx, tx.tenantId, activityId))));
  }

  async list({ ended, limit, cursor }: ListProcessingActivitiesQuery): Promise<{ items: ProcessingActivity[]; nextCursor: string | null }> {
    const after = cursor === undefined ? undefined : decodeCursor(position, cursor).id;
    const rows = await this.database.read((tx) => this.entries.findPage(tx, tx.tenantId, ended === 'true', after, limit + 1));
    const items = rows.slice(0, limit).map(presentActivity);
    const last = items.at(-1);
    return { items, nextCursor: rows.length > limit && last ? encodeCursor({ id: last.id }) : null };
  }

  /** @throws DomainError `COMPLIANCE.PROCESSING_ACTIVITY_NOT_FOUND`, `_STALE`, `_ENDED` */
  patch(activityId: Uuid, version: number, patch: PatchProcessingActivity): Promise<ProcessingActivity> {
    return this.database.write(async (tx) => {
      const before = await this.findForChange(tx, activityId, version);
      const content = patched(before.content, patch);
      if (content === undefined) return presentActivity(before);
      const record = { ...before, version: version + 1, content, updatedAt: this.clock.now() };
      await this.update(tx, record, before);
      return presentActivity(record);
    });
  }

  /** @throws DomainError `COMPLIANCE.PROCESSING_ACTIVITY_NOT_FOUND`, `_STALE`, `_ENDED` */
  end(activityId: Uuid, version: number): Promise<void> {
    return this.database.write(async (tx) => {
      const before = await this.findForChange(tx, activityId, version);
      const now = this.clock.now();
      await this.update(tx, { ...before, version: version + 1, updatedAt: now, endedAt: now }, before);
    });
  }

  /** @throws DomainError `COMPLIANCE.PROCESSING_ACTIVITY_NOT_FOUND` */
  versions(activityId: Uuid): Promise<{ items: ProcessingActivityVersion[] }> {
    return this.database.read(async (tx) => {
      found(await this.entries.find(tx, tx.tenantId, activityId));
      return { items: await this.entries.findVersions(tx, tx.tenantId, activityId) };
    });
  }

  /** Every entry that has not ended, and when that was so. */
  async whole(): Promise<{ activities: ProcessingActivity[]; madeAt: Date }> {
    const rows = await this.database.read((tx) => this.entries.findPage(tx, tx.tenantId, false, undefined, ALL));
    return { activities: rows.map(presentActivity), madeAt: this.clock.now() };
  }

  /** What persons are told of the processing, within a transaction of the caller. */
  async information(tx: Tx): Promise<ProcessingInformation> {
    const rows = await this.entries.findPage(tx, tx.tenantId, false, undefined, ALL);
    return informationOf(rows.map(({ content }) => content));
  }

  private async update(tx: Tx, record: ProcessingActivityRecord, before: ProcessingActivityRecord): Promise<void> {
    await this.entries.update(tx, tx.tenantId, record);
    await this.tell(tx, record, before);
  }

  private tell(tx: Tx, record: ProcessingActivityRecord, before: ProcessingActivityRecord | undefined): Promise<void> {
    const event = { data: toldActivity(record, before), sequence: record.version, time: record.updatedAt };
    return this.outbox.add(tx, processingActivityChangedV1, event);
  }

  private async findForChange(tx: Tx, activityId: Uuid, version: number): Promise<ProcessingActivityRecord> {
    const record = found(await this.entries.findForUpdate(tx, tx.tenantId, activityId));
    if (record.endedAt !== null) throw registerErrors.PROCESSING_ACTIVITY_ENDED();
    if (record.version !== version) throw registerErrors.PROCESSING_ACTIVITY_STALE({ extra: { currentVersion: record.version } });
    return record;
  }
}

function found(record: ProcessingActivityRecord | undefined): ProcessingActivityRecord {
  if (record === undefined) throw registerErrors.PROCESSING_ACTIVITY_NOT_FOUND();
  return record;
}
