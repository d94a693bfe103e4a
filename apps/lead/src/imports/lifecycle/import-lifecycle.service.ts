import { Inject, Injectable } from '@nestjs/common';
import type { DraftMapping, ImportJob, ImportStatus } from '@leadstream/contracts';
import type { Clock, Uuid } from '@leadstream/kernel';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import { currentTraceparent } from '@leadstream/telemetry';
import { currentCaller } from '../../current-tenant.js';
import { SettingsService } from '../../settings/settings.service.js';
import { CLOCK } from '../../tokens.js';
import { ImportTellingService } from '../apply/import-telling.service.js';
import { importErrors } from '../import.errors.js';
import { CustomColumnService } from '../plan/custom-column.service.js';
import { planImport, refuseProblems } from '../plan/plan.rules.js';
import { ImportWorker } from '../run/import-worker.service.js';
import { type HeldImport, ImportRepository } from '../store/import.repository.js';
import { presentImport, type StoredImport } from '../store/present-import.rules.js';
import { DraftSheetService } from './draft-sheet.service.js';

/** Of what was only tried, whatever it would have done. */
const NOTHING_DONE = { rowsDone: 0, created: 0, updated: 0, skipped: 0, failed: 0, warned: 0 } as const;

/** What people do with an import after its file is there. Each of them answers 409 where the status does not allow it. */
@Injectable()
export class ImportLifecycleService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly imports: ImportRepository,
    private readonly telling: ImportTellingService,
    private readonly worker: ImportWorker,
    private readonly settings: SettingsService,
    private readonly columns: CustomColumnService,
    private readonly sheets: DraftSheetService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws DomainError `LEAD.IMPORT_OPTIONS` where they do not fit the columns, beside `LEAD.IMPORT_NOT_FOUND`, `LEAD.IMPORT_STATUS` */
  async changeMapping(importId: Uuid, { sheet, ...options }: DraftMapping): Promise<ImportJob> {
    const [{ phoneRegion }, named] = await Promise.all([this.settings.read(), this.columns.names()]);
    const reading = sheet === undefined ? undefined : await this.sheets.read(importId, sheet);
    return this.act(importId, ['draft'], async (tx, { plan }) => {
      const changed = planImport(reading?.format ?? plan, phoneRegion === null ? options : { region: phoneRegion, ...options }, named);
      refuseProblems(changed);
      await this.imports.updatePlan(tx, tx.tenantId, importId, changed, reading?.rowsTotal);
    });
  }

  /** Lets a worker find out what each row would do. */
  dryRun(importId: Uuid): Promise<ImportJob> {
    return this.queue(importId, 'checking');
  }

  start(importId: Uuid): Promise<ImportJob> {
    return this.queue(importId, 'pending');
  }

  /** A batch that is being written goes in first or not at all. */
  cancel(importId: Uuid): Promise<ImportJob> {
    return this.act(importId, ['reading', 'draft', 'checking', 'pending', 'running'], async (tx, held) => {
      const at = this.clock.now();
      await this.imports.updateToCancelled(tx, tx.tenantId, importId, at);
      // Of one whose file was not read yet nothing was told.
      if (held.status === 'reading') return;
      await this.telling.ended(tx, importId, held.isDry ? { ...held, ...NOTHING_DONE } : held, 'cancelled', at);
    });
  }

  /** Lets a worker take back what the rows did. One that could not get on may be asked for again. */
  async revert(importId: Uuid): Promise<ImportJob> {
    const job = await this.act(importId, ['completed', 'failed', 'cancelled'], async (tx, held) => {
      if (held.isDry) throw importErrors.IMPORT_STATUS({ detail: 'It changed nothing.', extra: { currentStatus: held.status } });
      const at = this.clock.now();
      await this.imports.updateToReverting(tx, tx.tenantId, importId, currentCaller(), currentTraceparent() ?? null, at);
      await this.telling.reversalStarted(tx, importId, held, at);
    });
    this.worker.wake();
    return job;
  }

  private async queue(importId: Uuid, status: 'checking' | 'pending'): Promise<ImportJob> {
    const job = await this.act(importId, ['draft'], async (tx, { plan, rowsTotal }) => {
      refuseProblems(plan);
      await this.imports.updateToQueued(tx, tx.tenantId, importId, status);
      if (status === 'pending') await this.telling.started(tx, importId, plan, rowsTotal, this.clock.now());
    });
    this.worker.wake();
    return job;
  }

  private act(importId: Uuid, allowed: readonly ImportStatus[], action: (tx: Tx, held: HeldImport) => Promise<void>): Promise<ImportJob> {
    return this.database.write(async (tx) => {
      const held = await this.imports.findForUpdate(tx, tx.tenantId, importId);
      if (!held) throw importErrors.IMPORT_NOT_FOUND();
      if (!allowed.includes(held.status))
        throw importErrors.IMPORT_STATUS({ extra: { currentStatus: held.status, allowedStatuses: allowed } });
      await action(tx, held);
      return presentImport((await this.imports.find(tx, tx.tenantId, importId)) as StoredImport, this.clock.now());
    });
  }
}
