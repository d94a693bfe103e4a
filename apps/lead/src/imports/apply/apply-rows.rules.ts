import type { LeadStatus, RowOutcome } from '@leadstream/contracts';
import type { IdSource, Uuid } from '@leadstream/kernel';
import type { LeadFields, LeadRecord } from '../../lead/lead.js';
import { LeadDirectory } from '../../lead/lead-directory.rules.js';
import { captureStep, statusStep, type StepContext, updateStep } from '../../lead/lead-step.rules.js';
import type { LeadEffect, LeadStep } from '../../lead/lead-step.js';
import { importMove } from '../../lead/status.rules.js';
import type { StatedSettings } from '../../settings/settings.js';
import { allowedFrom } from '../../settings/settings.rules.js';
import type { ImportPlan } from '../plan/import-plan.js';
import type { ReadRow, RowReading, RowReason } from '../plan/row.rules.js';

export interface NumberedRow {
  readonly rowNumber: number;
  readonly reading: RowReading;
}

/** What became of a row. */
export interface RowResult {
  readonly rowNumber: number;
  readonly outcome: RowOutcome;
  readonly reason: RowReason | null;
  readonly leadId: Uuid | null;
}

/** All that a batch of rows writes. */
export interface BatchEffect extends LeadEffect {
  readonly results: readonly RowResult[];
}

export interface BatchContext extends StepContext {
  readonly plan: Pick<ImportPlan, 'matchBy' | 'onMatch'>;
  readonly settings: StatedSettings;
  readonly ids: IdSource;
}

type Verdict = { readonly outcome: RowOutcome; readonly reason?: RowReason; readonly leadId?: Uuid; readonly steps?: readonly LeadStep[] };

/**
 * Decides what rows do, one after the other: a row sees what the rows above it did. A row goes in whole or not at all.
 * @param existing live leads that hold an identifier named in the rows
 */
export function applyRows(rows: readonly NumberedRow[], existing: readonly LeadRecord[], context: BatchContext): BatchEffect {
  const directory = new LeadDirectory(existing);
  const steps: LeadStep[] = [];
  const results = rows.map(({ rowNumber, reading }): RowResult => {
    const verdict = decide(reading, directory, context);
    for (const step of verdict.steps ?? []) {
      steps.push(step);
      directory.put(step.lead);
    }
    return { rowNumber, outcome: verdict.outcome, reason: verdict.reason ?? null, leadId: verdict.leadId ?? null };
  });
  return { steps, ...directory.changed(), results };
}

function decide(reading: RowReading, directory: LeadDirectory, context: BatchContext): Verdict {
  if ('blank' in reading) return { outcome: 'skipped', reason: reading.blank };
  if ('refusal' in reading) return { outcome: 'failed', reason: reading.refusal };
  const { matchBy, onMatch } = context.plan;
  const key = reading.row.fields[matchBy];
  if (!key)
    return {
      outcome: 'failed',
      reason: { code: 'match.missing', path: matchBy, message: `Does not say its ${matchBy}, by which rows find their lead.` },
    };
  const lead = directory.holderOf(matchBy, key);
  if (!lead) return create(reading.row, directory, context);
  if (onMatch === 'skip')
    return {
      outcome: 'skipped',
      leadId: lead.leadId,
      reason: { code: 'lead.exists', path: matchBy, message: 'The lead is already there.' },
    };
  return update(lead, reading.row, directory, context);
}

function create(row: ReadRow, directory: LeadDirectory, context: BatchContext): Verdict {
  const taken = takenBy(directory, row.fields);
  if (taken) return { outcome: 'failed', reason: taken };
  const capture = captureStep(
    { leadId: context.ids.next(), fields: row.fields, capturedAt: row.capturedAt ?? context.now, consents: [] },
    context,
  );
  const { lead } = capture;
  return { outcome: 'created', leadId: lead.leadId, steps: [capture, ...statusSteps(lead, row, context)] };
}

function update(lead: LeadRecord, row: ReadRow, directory: LeadDirectory, context: BatchContext): Verdict {
  const { leadId } = lead;
  const refusal = row.status && moveRefusal(lead.status, row.status, context.settings);
  if (refusal) return { outcome: 'skipped', leadId, reason: refusal };
  const fields = mergedInto(lead, row.fields);
  const taken = takenBy(directory, fields, lead);
  if (taken) return { outcome: 'failed', leadId, reason: taken };
  const updated = updateStep(lead, fields, context);
  const steps = [...(updated ? [updated] : []), ...statusSteps(updated?.lead ?? lead, row, context)];
  if (steps.length > 0) return { outcome: 'updated', leadId, steps };
  return { outcome: 'skipped', leadId, reason: { code: 'lead.unchanged', path: null, message: 'The lead already is as the row says.' } };
}

function moveRefusal(from: LeadStatus, to: LeadStatus, settings: StatedSettings): RowReason | undefined {
  if (from === to) return undefined;
  if (importMove(from, to) === 'backwards')
    return { code: 'status.backwards', path: 'status', message: `An import does not move a lead from ${from} back to ${to}.` };
  if (allowedFrom(settings, from)?.includes(to) ?? true) return undefined;
  return { code: 'status.not_allowed', path: 'status', message: `The tenant lets no lead go from ${from} to ${to}.` };
}

/** A row was read by itself: what it says of an address or of the source comes on top of what is known. */
function mergedInto(lead: LeadRecord, said: Partial<LeadFields>): Partial<LeadFields> {
  const { address, property, sourceMetadata } = said;
  return {
    ...said,
    ...(address && { address: { ...lead.address, ...address } }),
    ...(property && { property: { ...lead.property, ...property } }),
    ...(sourceMetadata && { sourceMetadata: { ...lead.sourceMetadata, ...sourceMetadata } }),
  };
}

function statusSteps(lead: LeadRecord, { status, statusChangedAt }: ReadRow, context: BatchContext): LeadStep[] {
  if (!status || status === lead.status) return [];
  return [statusStep(lead, status, statusChangedAt ?? context.now, 'import', context)];
}

const TAKEN = {
  externalId: { code: 'external_id.taken', path: 'externalId', message: 'Another lead has this external id.' },
  email: { code: 'email.taken', path: 'email', message: 'Another lead has this e-mail address.' },
  phone: { code: 'phone.taken', path: 'phone', message: 'Another lead has this phone number.' },
} as const;

function takenBy(directory: LeadDirectory, fields: Partial<LeadFields>, self?: LeadRecord): RowReason | undefined {
  return Object.values(TAKEN).find(({ path }) => {
    const holder = fields[path] ? directory.holderOf(path, fields[path]) : undefined;
    return holder !== undefined && holder.leadId !== self?.leadId;
  });
}
