import { Inject, Injectable } from '@nestjs/common';
import type { CrmOutcome, CrmProvider, CrmSyncRecord, CrmSyncRun } from '@leadstream/contracts';
import { decodeCursor, encodeCursor } from '@leadstream/http';
import { defineJob, type Figures, type Job, type JobRun } from '@leadstream/jobs';
import type { Clock, Uuid } from '@leadstream/kernel';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import { z } from 'zod';
import { CLOCK } from '../../tokens.js';
import { ConnectionRepository } from '../connection/connection.repository.js';
import { ConnectionService } from '../connection/connection.service.js';
import { crmErrors } from '../crm.errors.js';
import { presentNote, presentRun } from './present-run.rules.js';
import { RunStartService } from './start/run-start.service.js';
import { SyncRunRepository } from './sync-run.repository.js';
import type { RunRecord } from './sync-run.js';
import { SyncWorker } from './sync-worker.service.js';

const position = z.strictObject({ id: z.uuid() });
const FIRST_ID = '00000000-0000-0000-0000-000000000000';
const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

const TENANTS_AT_ONCE = 100;

export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

interface PageQuery {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** Begins syncs, by hand and by the clock, and tells how they go. */
@Injectable()
export class SyncRunService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly connections: ConnectionRepository,
    private readonly connection: ConnectionService,
    private readonly runs: SyncRunRepository,
    private readonly starts: RunStartService,
    private readonly worker: SyncWorker,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws DomainError `LEAD.CRM_CONNECTION_NOT_FOUND`, `LEAD.CRM_CONNECTION_PAUSED`, `LEAD.CRM_SYNC_RUNNING` with the `runId` of the one that is on */
  async start(provider: CrmProvider, kind: RunRecord['kind']): Promise<CrmSyncRun> {
    const started = await this.database.write(async (tx) => {
      const connection = await this.connection.demand(tx, provider);
      if (connection.isPaused) throw crmErrors.CRM_CONNECTION_PAUSED();
      const run = await this.starts.begin(tx, connection, kind);
      if (run) return presentRun(run);
      const on = await this.runs.findOn(tx, tx.tenantId, provider);
      throw crmErrors.CRM_SYNC_RUNNING(on ? { extra: { runId: on.runId } } : {});
    });
    this.worker.wake();
    return started;
  }

  job(): Job {
    return defineJob({ name: 'start-crm-syncs', cadence: { everyMs: 60_000 }, missed: 'skip', run: (run) => this.startDue(run) });
  }

  /** Begins the syncs that are due; those whose run before is still on are due again later. */
  async startDue(run: Pick<JobRun, 'step' | 'stepInTenant'>): Promise<Figures> {
    const now = this.clock.now();
    let started = 0;
    const tenants = await run.step((tx) => this.connections.findTenantsWithDue(tx, now, TENANTS_AT_ONCE));
    for (const tenantId of tenants) started += await run.stepInTenant(tenantId, (tx) => this.startDueOf(tx, now));
    this.worker.wake();
    return { started };
  }

  /** @throws DomainError `LEAD.CRM_CONNECTION_NOT_FOUND` */
  list(provider: CrmProvider, { limit, cursor }: PageQuery): Promise<Page<CrmSyncRun>> {
    const before = cursor === undefined ? LAST_ID : decodeCursor(position, cursor).id;
    return this.database.read(async (tx) => {
      await this.connection.demand(tx, provider);
      return pageOf((await this.runs.findPage(tx, tx.tenantId, provider, before, limit + 1)).map(presentRun), limit);
    });
  }

  /** @throws DomainError `LEAD.CRM_SYNC_RUN_NOT_FOUND` */
  read(provider: CrmProvider, runId: Uuid): Promise<CrmSyncRun> {
    return this.database.read(async (tx) => presentRun(await this.demand(tx, provider, runId)));
  }

  /** @throws DomainError `LEAD.CRM_SYNC_RUN_NOT_FOUND` */
  records(
    provider: CrmProvider,
    runId: Uuid,
    { limit, cursor, outcome }: PageQuery & { readonly outcome?: CrmOutcome | undefined },
  ): Promise<Page<CrmSyncRecord>> {
    const after = cursor === undefined ? FIRST_ID : decodeCursor(position, cursor).id;
    return this.database.read(async (tx) => {
      await this.demand(tx, provider, runId);
      return pageOf((await this.runs.findRecords(tx, tx.tenantId, runId, after, outcome, limit + 1)).map(presentNote), limit);
    });
  }

  private async demand(tx: Tx, provider: CrmProvider, runId: Uuid): Promise<RunRecord> {
    const run = await this.runs.find(tx, tx.tenantId, provider, runId);
    if (!run) throw crmErrors.CRM_SYNC_RUN_NOT_FOUND();
    return run;
  }

  private async startDueOf(tx: Tx, now: Date): Promise<number> {
    let started = 0;
    for (const connection of await this.connections.findDue(tx, tx.tenantId, now)) {
      if (await this.starts.begin(tx, connection, 'incremental')) started += 1;
      const next = new Date(now.getTime() + connection.settings.everyMinutes * 60_000);
      await this.connections.postpone(tx, tx.tenantId, connection.provider, next);
    }
    return started;
  }
}

function pageOf<T extends { readonly id: Uuid }>(found: readonly T[], limit: number): Page<T> {
  const items = found.slice(0, limit);
  const last = found.length > limit ? items.at(-1) : undefined;
  return { items, nextCursor: last ? encodeCursor({ id: last.id }) : null };
}
