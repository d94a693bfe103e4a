import { Inject, Injectable } from '@nestjs/common';
import { type Clock, DomainError, runInContext } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import { logger, withSpan } from '@leadstream/telemetry';
import type { LeadConfig } from '../../config.js';
import { CLOCK, CONFIG } from '../../tokens.js';
import { ImportTellingService } from '../apply/import-telling.service.js';
import { type FileReading, readThrough } from '../plan/file-reading.js';
import type { ImportPlan } from '../plan/import-plan.js';
import { ImportFileService } from '../store/import-file.service.js';
import type { ImportClaim } from '../store/import.repository.js';
import { ReadingRepository, type ReadingState } from '../store/reading.repository.js';
import type { FileBytes } from '../table/file-bytes.js';
import { openTable } from '../table/open-table.js';

const log = logger('import-reading');

/** Reads the file of a claimed import to its end: what an upload that is small enough was refused with, the import fails with. */
@Injectable()
export class ImportReadingService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly readings: ReadingRepository,
    private readonly files: ImportFileService,
    private readonly telling: ImportTellingService,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Pick<LeadConfig, 'IMPORT_LEASE_MS'>,
  ) {}

  /**
   * @param stopping when it is aborted the import is handed back, to be read from its beginning
   * @throws what the database threw
   */
  async read(claim: ImportClaim, stopping: AbortSignal): Promise<void> {
    const { tenantId, importId } = claim;
    const state = await this.database.readInTenant(tenantId, (tx) => this.readings.findState(tx, claim));
    if (!state) return;
    const { actorKind, actorId, clientIp, requestId, traceparent } = state;
    const context = { tenantId, actor: { kind: actorKind, id: actorId }, scopes: [], requestId, ...(clientIp !== null && { clientIp }) };
    await runInContext(context, () =>
      withSpan('import.read', { 'leadstream.import.id': importId }, () => this.readAll(claim, state, stopping), {
        parent: traceparent ?? undefined,
      }),
    );
  }

  /** Gives up what could not be read in so many attempts. */
  giveUp(claim: ImportClaim, error: { readonly code: string; readonly message: string }): Promise<void> {
    return this.database.inTenant(claim.tenantId, (tx) => this.readings.updateToFailed(tx, claim, this.clock.now(), error));
  }

  private async readAll(claim: ImportClaim, state: ReadingState, stopping: AbortSignal): Promise<void> {
    const lost = new AbortController();
    const signal = AbortSignal.any([stopping, lost.signal]);
    const alive = setInterval(() => void this.prolong(claim, lost), this.config.IMPORT_LEASE_MS / 3);
    try {
      const reading = await this.readFile(claim, state, signal);
      await this.accept(claim, state, reading);
    } catch (error) {
      if (signal.aborted) return await this.database.inTenant(claim.tenantId, (tx) => this.readings.release(tx, claim));
      if (!(error instanceof DomainError) || error.kind === 'unavailable') throw error;
      await this.giveUp(claim, { code: error.code, message: error.detail ?? error.message });
    } finally {
      clearInterval(alive);
    }
  }

  private async readFile({ tenantId, importId }: ImportClaim, state: ReadingState, signal: AbortSignal): Promise<FileReading> {
    const { plan, fileName, sizeBytes } = state;
    const { encoding, delimiter, sheet, read, hasHeadings } = plan;
    const sheets = read?.map(({ name }) => name);
    const file = untilAborted(this.files.open(tenantId, importId, sizeBytes), signal);
    return readThrough(await openTable(file, { fileName, encoding, delimiter, sheet, sheets, hasHeadings }));
  }

  /** Tells of it, as an upload does that was read at once. */
  private async accept(
    claim: ImportClaim,
    { plan, sizeBytes, createdAt }: ReadingState,
    { format, rowsTotal }: FileReading,
  ): Promise<void> {
    const { importId } = claim;
    const whole: ImportPlan = { ...plan, ...format };
    await this.database.inTenant(claim.tenantId, async (tx) => {
      const status = await this.readings.updateToRead(tx, claim, whole, rowsTotal);
      if (status !== 'pending' && status !== 'draft') return;
      await this.telling.received(tx, { importId, status, rowsTotal, sizeBytes }, createdAt);
      if (status === 'pending') await this.telling.started(tx, importId, whole, rowsTotal, this.clock.now());
    });
  }

  private async prolong(claim: ImportClaim, lost: AbortController): Promise<void> {
    try {
      const leaseSeconds = this.config.IMPORT_LEASE_MS / 1_000;
      if (!(await this.database.inTenant(claim.tenantId, (tx) => this.readings.prolong(tx, claim, leaseSeconds)))) lost.abort();
    } catch (error) {
      log.warn('import_lease_not_prolonged', { importId: claim.importId, error });
    }
  }
}

function untilAborted(file: FileBytes, signal: AbortSignal): FileBytes {
  return {
    sizeBytes: file.sizeBytes,
    async *read(start, end) {
      for await (const piece of file.read(start, end)) {
        signal.throwIfAborted();
        yield piece;
      }
    },
  };
}
