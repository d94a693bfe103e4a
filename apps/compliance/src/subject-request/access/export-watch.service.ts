import type { JobRun } from '@leadstream/jobs';
import type { Uuid } from '@leadstream/kernel';
import { PersonVault, type Tx } from '@leadstream/persistence';
import { logger } from '@leadstream/telemetry';
import { Injectable } from '@nestjs/common';
import { missingOf, servicesOf, silentAmong } from './export-state.rules.js';
import { ExportRepository } from './export.repository.js';
import { GatheringService } from './gathering.service.js';
import type { ExportRecord } from './gathered-answer.js';

const log = logger('subject-exports');

const EXPORTS = 50;

/** Tells of services that do not answer, and takes away what was gathered once it has been kept long enough. */
@Injectable()
export class ExportWatchService {
  constructor(
    private readonly exports: ExportRepository,
    private readonly gathering: GatheringService,
    private readonly vault: PersonVault,
  ) {}

  async watch(run: Pick<JobRun, 'stepInTenant'>, tenantId: Uuid, now: Date): Promise<{ escalated: number; removed: number }> {
    const { escalated, expired } = await run.stepInTenant(tenantId, (tx) => this.escalate(tx, now));
    if (expired.length === 0) return { escalated, removed: 0 };
    // The keys first: what is left of the answers in topics can then not be read, whatever becomes of the rows. Twice does no harm.
    await this.vault.destroy(
      tenantId,
      expired.map((requestId) => `request:${requestId}`),
    );
    const removed = await run.stepInTenant(tenantId, (tx) => this.remove(tx, expired, now));
    return { escalated, removed };
  }

  /** @returns with the requests whose export has expired */
  private async escalate(tx: Tx, now: Date): Promise<{ escalated: number; expired: Uuid[] }> {
    const due = await this.exports.findDue(tx, tx.tenantId, now, EXPORTS);
    const isExpired = ({ expiresAt }: ExportRecord) => expiresAt <= now;
    const late = due.filter((record) => !isExpired(record));
    for (const record of late) {
      log.warn('subject_export_waits', { requestId: record.requestId, step: record.step, missing: await this.waitedFor(tx, record) });
      await this.exports.update(tx, tx.tenantId, { ...record, escalatedAt: now });
    }
    return { escalated: late.length, expired: due.filter(isExpired).map(({ requestId }) => requestId) };
  }

  private async waitedFor(tx: Tx, { step, requestId }: ExportRecord): Promise<string[]> {
    return step === 'locating'
      ? silentAmong(await this.exports.findLocations(tx, tx.tenantId, requestId))
      : missingOf(servicesOf(await this.exports.findProgress(tx, tx.tenantId, requestId)));
  }

  private async remove(tx: Tx, requestIds: readonly Uuid[], now: Date): Promise<number> {
    let removed = 0;
    for (const requestId of requestIds) {
      const record = await this.exports.findForUpdate(tx, tx.tenantId, requestId);
      if (record === undefined || record.removedAt !== null) continue;
      await this.gathering.remove(tx, record, now);
      removed += 1;
    }
    return removed;
  }
}
