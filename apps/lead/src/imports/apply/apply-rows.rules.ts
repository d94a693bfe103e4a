import type { LeadStatus, RowOutcome } from '@leadstream/contracts';
import type { IdSource, Uuid } from '@leadstream/kernel';
import type { OutboxItem } from '@leadstream/messaging';
import type { FoundLeads } from '../../lead/found-leads.js';
import { EMPTY_LEAD, IDENTIFIERS, type LeadFields, type LeadRecord } from '../../lead/lead.js';
import { identityProblem } from '../../lead/lead.rules.js';
import { LeadDirectory } from '../../lead/lead-directory.rules.js';
import { type Capture, type CaptureContext, captureStep, statusStep, updateStep } from '../../lead/lead-step.rules.js';
import type { LeadEffect, LeadStep } from '../../lead/lead-step.js';
import { refusedMove } from '../../lead/status.rules.js';
import { firstStatus, vocabularyProblems } from '../../lead/vocabulary.rules.js';
import type { Refused } from '../../lead/values/checked.rules.js';
import type { CustomFieldFacts } from '../../custom-fields/values/accept-custom-values.rules.js';
import type { StatedSettings } from '../../settings/settings.js';
import { allowedFrom } from '../../settings/settings.rules.js';
import { MAX_TAGS_EACH } from '../../tags/tag.js';
import { cellOf, type NamedCell } from '../plan/cell-of.rules.js';
import type { ImportPlan } from '../plan/import-plan.js';
import type { RowReading } from '../plan/row.rules.js';
import type { ReadRow, RowReason } from '../plan/said.rules.js';
import { rowIn } from '../plan/forbidding.rules.js';
import { findLead, type FoundLead, matchKeysOf } from './matching/match-key.rules.js';
import { leadConflict, missing, repeated, rowConflict } from './matching/match-reasons.rules.js';
import { permissionsOf } from './permissions-stated.rules.js';
import { onto, withFreePhone, withoutKnown } from './merging/onto-lead.rules.js';
import { withAcceptedValues } from './merging/row-values.rules.js';
import { isRepeatable, NO_REPETITION, type RepeatedRows, type Repetition } from './repeats/repeated-rows.js';

export interface NumberedRow {
  readonly rowNumber: number;
  /** Where it begins in the file. */
  readonly line: number;
  /** As they stand in the file. */
  readonly cells: readonly string[];
  readonly reading: RowReading;
}

/** What became of a row. */
export interface RowResult {
  readonly rowNumber: number;
  readonly line: number;
  readonly outcome: RowOutcome;
  readonly reason: RowReason | null;
  /** The cell that the reason speaks of. */
  readonly cell: NamedCell | null;
  readonly leadId: Uuid | null;
  /** What was left out of a row that did not fail. */
  readonly warnings: readonly RowWarning[];
}

/** Why a cell was left out of its row. */
export interface RowWarning extends RowReason {
  readonly cell: NamedCell | null;
}

/** All that a batch of rows writes. */
export interface BatchEffect extends LeadEffect {
  /** What rows say of permissions, to be told after the steps. */
  readonly permissions: readonly OutboxItem[];
  readonly results: readonly RowResult[];
}

export interface BatchContext extends CaptureContext {
  readonly plan: Pick<
    ImportPlan,
    'matchBy' | 'onMatch' | 'onNoMatch' | 'onRepeat' | 'onBadValue' | 'columns' | 'names' | 'decimalSign' | 'timeZone' | 'dateOrder'
  >;
  /** Nothing will be written, so that rows of batches before this one are known by their repetition only. */
  readonly isDry: boolean;
  readonly settings: StatedSettings;
  /** What custom values are judged by. */
  readonly facts: CustomFieldFacts;
  readonly ids: IdSource;
  /** Left out where nobody asks how rows of the file stand to each other. Is told of the rows that go in; to be kept with them. */
  readonly repeats?: RepeatedRows | undefined;
}

interface Verdict {
  readonly outcome: RowOutcome;
  readonly reason?: RowReason;
  readonly leadId?: Uuid;
  readonly steps?: readonly LeadStep[];
  /** The row as it was applied; left out where it was not. */
  readonly row?: ReadRow;
}

/**
 * Decides what rows do, one after the other: a row sees what the rows above it did. A row goes in whole or not at all.
 * @param existing live leads that are known by an identifier named in the rows
 */
export function applyRows(rows: readonly NumberedRow[], existing: FoundLeads, context: BatchContext): BatchEffect {
  const directory = new LeadDirectory(existing, context.facts.definitions);
  const steps: LeadStep[] = [];
  const permissions: OutboxItem[] = [];
  context.repeats?.drop();
  const results = rows.map((row): RowResult => {
    const { rowNumber, line } = row;
    const said = 'row' in row.reading ? row.reading.row : undefined;
    const repetition = (said && context.repeats?.find(rowNumber, said)) ?? NO_REPETITION;
    const verdict = decide(row, repetition, directory, context);
    if (said && isRepeatable(verdict.outcome, verdict.reason?.code ?? null)) context.repeats?.note(rowNumber, said, repetition);
    for (const step of verdict.steps ?? []) {
      steps.push(step);
      directory.put(step.lead);
    }
    const reason = verdict.reason ?? null;
    const cell = cellOf(reason, row.cells, context.plan);
    const isIn = verdict.row !== undefined;
    permissions.push(...permissionsOf(rowIn(row.reading), { isIn, leadId: verdict.leadId }, directory, context));
    const warnings = warningsOf(row, verdict, context);
    return { rowNumber, line, outcome: verdict.outcome, reason, cell, leadId: verdict.leadId ?? null, warnings };
  });
  return { steps, ...directory.changed(), permissions, results };
}

const NO_WARNINGS: readonly RowWarning[] = [];

function warningsOf({ reading, cells }: NumberedRow, { outcome, row }: Verdict, { plan }: BatchContext): readonly RowWarning[] {
  const { warnings } = row ?? ('row' in reading ? reading.row : { warnings: undefined });
  if (!warnings || outcome === 'failed') return NO_WARNINGS;
  return warnings.map((warning) => ({ ...warning, cell: cellOf(warning, cells, plan) }));
}

function decide({ reading }: NumberedRow, repetition: Repetition, directory: LeadDirectory, context: BatchContext): Verdict {
  if ('blank' in reading) return { outcome: 'skipped', reason: reading.blank };
  if ('refusal' in reading) return { outcome: 'failed', reason: reading.refusal };
  const [unknown] = vocabularyProblems(context.vocabulary, said(reading.row));
  if (unknown) return { outcome: 'failed', reason: unknown };
  const { onMatch, onNoMatch, onRepeat } = context.plan;
  const keys = matchKeysOf(reading.row, context.plan, context.facts.definitions);
  if (!keys.ok) return failed(keys);
  const [first] = keys.value;
  if (!first) return { outcome: 'failed', reason: missing(context.plan) };
  if (repetition.of !== null && onRepeat === 'skip') return { outcome: 'skipped', reason: repeated(repetition) };
  if (context.isDry && repetition.conflict) return { outcome: 'failed', reason: rowConflict(repetition, repetition.conflict) };
  const { found, other } = findLead(directory, keys.value);
  if (found && other) return { outcome: 'failed', reason: leadConflict(found, other, (leadId) => nameOf(leadId, directory, context)) };
  if (!found && onNoMatch === 'skip')
    return { outcome: 'skipped', reason: { code: 'lead.missing', path: first.field, message: 'There is no such lead.' } };
  if (!found && context.isDry && (repetition.of ?? repetition.takes) !== null) return foretell(repetition, context.plan);
  if (!found) return create(reading.row, directory, context);
  const { lead, by } = found;
  if (onMatch === 'skip')
    return { outcome: 'skipped', leadId: lead.leadId, reason: { code: 'lead.exists', path: by, message: 'The lead is already there.' } };
  return update(found, reading.row, directory, context);
}

/** Read before the batch, by what the tenant called its leads then. */
const said = ({ status, fields: { lifecycleStage } }: ReadRow) => ({ status: status ?? undefined, lifecycleStage });

/** What a row will do whose lead another row of the file would have created by then. */
function foretell(repetition: Repetition, { onMatch }: BatchContext['plan']): Verdict {
  const { takes } = repetition;
  if (takes !== null) return { outcome: 'failed', reason: { ...TAKEN[takes], message: `A row above has ${TAKEN[takes].what}.` } };
  return { outcome: onMatch === 'skip' ? 'skipped' : 'updated', reason: repeated(repetition) };
}

function create(stated: ReadRow, directory: LeadDirectory, context: BatchContext): Verdict {
  const accepted = withAcceptedValues(withFreePhone(stated, directory), context);
  if (!accepted.ok) return failed(accepted);
  const row = accepted.value;
  const nameless = identityProblem({ ...EMPTY_LEAD, ...row.fields });
  if (nameless) return { outcome: 'failed', reason: identifierLeftOut(row) ?? { ...nameless, path: null } };
  const taken = takenBy(directory, row.fields, context);
  if (taken) return { outcome: 'failed', reason: taken };
  const said = { leadId: context.ids.next(), fields: row.fields, capturedAt: row.capturedAt ?? context.now, consents: [] };
  const capture = captureStep({ ...said, ...beginning(row, context) }, context);
  const { lead } = capture;
  return { outcome: 'created', leadId: lead.leadId, steps: [capture, ...statusSteps(lead, row, context)], row };
}

/** What no lead may move to it may be created in: the file tells where it stands, and no move is recorded that the tenant does not let happen. */
function beginning(
  { status, statusChangedAt }: ReadRow,
  { settings, vocabulary }: BatchContext,
): Pick<Capture, 'status' | 'statusChangedAt'> {
  const first = firstStatus(vocabulary);
  if (!status || refusedMove(first, status, settings, allowedFrom(settings, first)) === undefined) return {};
  return { status, ...(statusChangedAt && { statusChangedAt }) };
}

function failed({ code, path, message }: Refused, leadId?: Uuid): Verdict {
  return { outcome: 'failed', reason: { code, path: path ?? null, message }, ...(leadId !== undefined && { leadId }) };
}

/** Why nothing is left by which a lead could be known. */
function identifierLeftOut({ warnings = [] }: ReadRow): RowReason | undefined {
  return warnings.find(({ path }) => IDENTIFIERS.some((name) => name === path));
}

function update({ lead, by }: FoundLead, stated: ReadRow, directory: LeadDirectory, context: BatchContext): Verdict {
  const { leadId } = lead;
  const merged = onto(lead, withFreePhone(withoutKnown(lead, stated, directory), directory, lead), context);
  if (!merged.ok) return failed(merged, leadId);
  const accepted = merged.value.stated ? withAcceptedValues(merged.value, context, lead.customFields) : merged;
  if (!accepted.ok) return failed(accepted, leadId);
  const row = accepted.value;
  const refusal = row.status && moveRefusal(lead.status, row.status, context.settings);
  if (refusal) return { outcome: 'skipped', leadId, reason: refusal };
  if ((row.fields.tagIds?.length ?? 0) > MAX_TAGS_EACH) return { outcome: 'failed', leadId, reason: TOO_MANY_TAGS };
  const taken = takenBy(directory, row.fields, context, { lead, by });
  if (taken) return { outcome: 'failed', leadId, reason: taken };
  const updated = updateStep(lead, row.fields, context);
  const steps = [...(updated ? [updated] : []), ...statusSteps(updated?.lead ?? lead, row, context)];
  if (steps.length > 0) return { outcome: 'updated', leadId, steps, row };
  return { outcome: 'skipped', leadId, reason: UNCHANGED, row };
}

function moveRefusal(from: LeadStatus, to: LeadStatus, settings: StatedSettings): RowReason | undefined {
  const code = refusedMove(from, to, settings, allowedFrom(settings, from));
  if (code === undefined) return undefined;
  const isBack = code === 'status.backwards';
  const message = isBack
    ? `An import does not move a lead from ${from} back to ${to}.`
    : `The tenant lets no lead go from ${from} to ${to}.`;
  return { code, path: 'status', message };
}

function statusSteps(lead: LeadRecord, { status, statusChangedAt }: ReadRow, context: BatchContext): LeadStep[] {
  if (!status || status === lead.status) return [];
  return [statusStep(lead, status, statusChangedAt ?? context.now, 'import', context)];
}

const UNCHANGED: RowReason = { code: 'lead.unchanged', path: null, message: 'The lead already is as the row says.' };

const TOO_MANY_TAGS: RowReason = {
  code: 'tags.too_many',
  path: 'tags',
  message: `A lead may have ${MAX_TAGS_EACH} tags at most.`,
};

const TAKEN = {
  externalId: { code: 'external_id.taken', path: 'externalId', what: 'this external id' },
  email: { code: 'email.taken', path: 'email', what: 'this e-mail address' },
  phone: { code: 'phone.taken', path: 'phone', what: 'this phone number' },
} as const;

/** Why a row cannot have what it says: another lead has it. Both are named. */
function takenBy(directory: LeadDirectory, fields: Partial<LeadFields>, context: BatchContext, self?: FoundLead): RowReason | undefined {
  const named = (leadId: Uuid) => nameOf(leadId, directory, context);
  const refusal = (code: string, path: string, what: string, holder: Uuid): RowReason => {
    const found = self ? ` By its ${self.by} the row is about ${named(self.lead.leadId)}.` : '';
    return { code, path, message: `Another lead has ${what}: ${named(holder)}.${found}` };
  };
  const value = directory.holderOfValues(fields.customFields ?? {}, self?.lead.leadId);
  if (value) return refusal('custom_value.taken', `customFields.${value.key}`, 'this value', value.leadId);
  for (const { code, path, what } of Object.values(TAKEN)) {
    const holder = fields[path] ? directory.holderOf(path, fields[path]) : undefined;
    if (holder && holder.leadId !== self?.lead.leadId) return refusal(code, path, what, holder.leadId);
  }
  return undefined;
}

/** What a dry run would create has no id. */
function nameOf(leadId: Uuid, directory: LeadDirectory, { isDry }: BatchContext): string {
  return isDry && !directory.isKnown(leadId) ? 'the lead of a row above' : `lead ${leadId}`;
}
