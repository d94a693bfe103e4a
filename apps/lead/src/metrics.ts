import type {
  AssignmentWay,
  CrmOutcome,
  CrmProvider,
  CrmSyncRecord,
  CrmSyncRun,
  DistributionStrategy,
  QueueReason,
  RowOutcome,
} from '@leadstream/contracts';
import { meter } from '@leadstream/telemetry';
import type { AuditAction } from './lead/lead-step.js';

const lead = meter('leadstream.lead');

export const leadChanges = lead.counter<{ action: AuditAction; way: 'api' | 'import' }>('lead_changes', {
  unit: '{change}',
  description: 'Versions of leads that were written, those of transactions that were rolled back included.',
});

export const importRows = lead.counter<{ outcome: RowOutcome }>('lead_import_rows', {
  unit: '{row}',
  description: 'Rows of imports that are done.',
});

export const importBatchDuration = lead.histogram('lead_import_batch_duration', {
  unit: 's',
  description: 'From the first statement of a batch of rows to its commit.',
});

export const importsEnded = lead.counter<{ status: 'completed' | 'failed' | 'cancelled' | 'reverted' }>('lead_imports', {
  unit: '{import}',
  description: 'Imports that came to their end.',
});

/** `known`: the lead was there and knew all that was said. */
export type SubmissionOutcome = 'created' | 'updated' | 'known' | 'repeated' | 'bot' | 'refused';

export const formSubmissions = lead.counter<{ outcome: SubmissionOutcome }>('lead_form_submissions', {
  unit: '{submission}',
  description: 'Submissions of public forms, by what became of them.',
});

export const duplicateRunsEnded = lead.counter<{ status: 'completed' | 'failed' | 'cancelled' }>('lead_duplicate_runs', {
  unit: '{run}',
  description: 'Comparisons of all leads of a tenant that came to their end.',
});

/** `none`: no rule decided. */
export type AssignmentLabels = Readonly<{ way: AssignmentWay; strategy: DistributionStrategy | 'none' }>;

export const leadAssignments = lead.counter<AssignmentLabels>('lead_assignments', {
  unit: '{assignment}',
  description: 'Changes of owners, by who or what decided them, those of transactions that were rolled back included.',
});

/** Leads that wait for one reason. */
export interface QueueLevel {
  readonly reason: QueueReason;
  readonly leads: number;
  readonly oldestSeconds: number;
}

const queueSources = new Set<() => Promise<readonly QueueLevel[]>>();

/** @returns the way to stop being observed */
export function observeQueue(source: () => Promise<readonly QueueLevel[]>): () => void {
  queueSources.add(source);
  return () => queueSources.delete(source);
}

function queueGauge(name: string, unit: string, description: string, value: (level: QueueLevel) => number): void {
  lead.gauge<{ reason: QueueReason }>(name, { unit, description }, async (result) => {
    for (const levels of await Promise.all([...queueSources].map((source) => source())))
      for (const level of levels) result.observe(value(level), { reason: level.reason });
  });
}

queueGauge('lead_distribution_queue', '{lead}', 'Leads that wait for an owner where rules are active.', ({ leads }) => leads);
queueGauge('lead_distribution_queue_oldest', 's', 'For how long the first of them has waited.', ({ oldestSeconds }) => oldestSeconds);

type OfProvider = Readonly<{ provider: CrmProvider }>;
type OfSync = OfProvider & Readonly<{ kind: CrmSyncRun['kind'] }>;

export const crmSyncsEnded = lead.counter<OfSync & Readonly<{ status: 'completed' | 'failed' }>>('lead_crm_syncs', {
  unit: '{sync}',
  description: 'Syncs with other CRMs that came to their end.',
});

export const crmSyncDuration = lead.histogram<OfSync>('lead_crm_sync_duration', {
  unit: 's',
  description: 'From the beginning of a sync to its end, with the time for which the peer wanted to be left alone.',
  buckets: [1, 5, 15, 60, 300, 900, 3_600, 14_400, 43_200],
});

export const crmSyncRecords = lead.counter<OfProvider & Readonly<{ direction: CrmSyncRecord['direction']; outcome: CrmOutcome }>>(
  'lead_crm_sync_records',
  { unit: '{record}', description: 'Records and leads that syncs went through, by what became of them: conflicts and failures, too.' },
);

/** Connections with one provider that are not paused. */
export interface CrmLevel {
  readonly provider: CrmProvider;
  readonly connections: number;
  /** Those whose last good sync is longer ago than three of their intervals and an hour. */
  readonly late: number;
  /** Since the last good sync of any of them; undefined before the first. */
  readonly lastGoodSeconds: number | undefined;
}

const crmSources = new Set<() => Promise<readonly CrmLevel[]>>();

/** @returns the way to stop being observed */
export function observeCrm(source: () => Promise<readonly CrmLevel[]>): () => void {
  crmSources.add(source);
  return () => crmSources.delete(source);
}

function crmGauge(name: string, unit: string, description: string, value: (level: CrmLevel) => number | undefined): void {
  lead.gauge<OfProvider>(name, { unit, description }, async (result) => {
    for (const levels of await Promise.all([...crmSources].map((source) => source()))) {
      for (const level of levels) {
        const measured = value(level);
        if (measured !== undefined) result.observe(measured, { provider: level.provider });
      }
    }
  });
}

crmGauge('lead_crm_connections', '{connection}', 'Connections with other CRMs that are not paused.', (level) => level.connections);
crmGauge('lead_crm_connections_late', '{connection}', 'Those whose last good sync is too long ago.', (level) => level.late);
crmGauge('lead_crm_sync_age', 's', 'Time since the last good sync with any of them.', (level) => level.lastGoodSeconds);
