import type { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import { exportCreatedV1, exportDownloadEndedV1, exportDownloadStartedV1 } from '@leadstream/contracts';
import { type Clock, currentContext, type IdSource, runInContext, type Uuid } from '@leadstream/kernel';
import { Outbox } from '@leadstream/messaging';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import { logger } from '@leadstream/telemetry';
import { CLOCK, IDS } from '../tokens.js';
import type { AskedCondition } from './export-selection.rules.js';
import type { ExportRecord } from './lead-export.js';

const log = logger('export');

/** A file on its way to somebody. */
export interface Download {
  readonly downloadId: Uuid;
  readonly exportId: Uuid;
  readonly tenantId: Uuid;
}

/** Tells who takes which leads away: the audit trail rests on it. */
@Injectable()
export class ExportTellingService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: IdSource,
  ) {}

  async created(
    tx: Tx,
    { exportId, format, columns, query, segmentId, createdAt }: ExportRecord,
    conditions: AskedCondition[],
  ): Promise<void> {
    const { sort: _sort, deleted, ...narrowing } = query;
    const named = [...Object.keys(narrowing), ...(deleted === 'true' ? ['deleted'] : [])];
    const asked = { columns: [...columns], query: named, conditions, segmentId: segmentId ?? null };
    const data = { exportId, format, ...asked, createdAt: createdAt.toISOString() };
    await this.outbox.add(tx, exportCreatedV1, { data, sequence: 1, time: createdAt });
  }

  async started(tx: Tx, exportId: Uuid): Promise<Download> {
    const download = { downloadId: this.ids.next(), exportId };
    const time = this.clock.now();
    await this.outbox.add(tx, exportDownloadStartedV1, { data: { ...download, startedAt: time.toISOString() }, sequence: 1, time });
    return { ...download, tenantId: tx.tenantId };
  }

  /** Tells of the end once the file is closed, whether all of it was taken or not. */
  whenClosed(download: Download, file: Readable, leads: () => number): void {
    // By then the request may be over.
    const context = currentContext();
    file.once('close', () => {
      const tell = () => this.ended(download, file.readableEnded ? 'completed' : 'broken-off', leads());
      void (context === undefined ? tell() : runInContext(context, tell));
    });
  }

  private async ended({ tenantId, downloadId, exportId }: Download, outcome: string, leads: number): Promise<void> {
    const time = this.clock.now();
    const data = { downloadId, exportId, outcome, leads, endedAt: time.toISOString() };
    try {
      await this.database.inTenant(tenantId, (tx) => this.outbox.add(tx, exportDownloadEndedV1, { data, sequence: 2, time }));
    } catch (error) {
      // That it began is told already, and the file is whole all the same.
      log.warn('export_end_untold', { exportId, error });
    }
  }
}
