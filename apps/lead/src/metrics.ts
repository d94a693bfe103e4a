import type { RowOutcome } from '@leadstream/contracts';
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
