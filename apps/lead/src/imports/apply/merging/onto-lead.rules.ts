import { blankFields, blankValues } from '../../../lead/blank-fields.rules.js';
import type { LeadDirectory } from '../../../lead/lead-directory.rules.js';
import { IDENTIFIERS, type LeadFields, type LeadRecord } from '../../../lead/lead.js';
import { tagsAfter } from '../../../tags/tagging/retag.rules.js';
import { accept, type Checked } from '../../../lead/values/checked.rules.js';
import { mergeBudget } from '../../../lead/values/budget.rules.js';
import { isStageBackwards, STAGE_BACKWARDS } from '../../../lead/vocabulary.rules.js';
import { withWarnings } from '../../plan/custom-columns.rules.js';
import { PHONE_EXTENSION } from '../../plan/phone-extension.rules.js';
import type { ReadRow, RowReason } from '../../plan/said.rules.js';
import type { BatchContext } from '../apply-rows.rules.js';

/**
 * What a row changes of a lead that is there; every lead has a status, so that there is none to fill in.
 * @returns refused where the two ends of a budget would change their places, unless it may be left out
 */
export function onto(
  lead: LeadRecord,
  row: ReadRow,
  context: Pick<BatchContext, 'plan' | 'customFields' | 'vocabulary'>,
): Checked<ReadRow> {
  return context.plan.onMatch === 'fill-blanks' ? accept(filledIn(lead, row, context)) : writtenOver(lead, row, context);
}

function filledIn(
  lead: LeadRecord,
  row: ReadRow,
  { customFields, vocabulary }: Pick<BatchContext, 'customFields' | 'vocabulary'>,
): ReadRow {
  const stated = row.stated && blankValues(lead, row.stated, customFields);
  const { phone } = row.fields;
  const isOther = Boolean(phone) && lead.phone !== null && lead.phone !== phone;
  const fields = blankFields(lead, isOther ? withoutExtension(row.fields) : row.fields);
  return withoutStageBefore(lead, { ...row, fields, status: null, ...(stated && { stated }) }, vocabulary);
}

function writtenOver(lead: LeadRecord, said: ReadRow, { plan, vocabulary }: Pick<BatchContext, 'plan' | 'vocabulary'>): Checked<ReadRow> {
  const row = withoutStageBefore(lead, said, vocabulary);
  const { budget: range, ...others } = row.fields;
  const merged = mergedInto(lead, others);
  // A row whose amounts are blank says nothing of them.
  if (!range) return accept({ ...row, fields: merged });
  const budget = budgetWith(lead.budget, range);
  if (budget.ok) return accept({ ...row, fields: { ...merged, budget: budget.value } });
  if (plan.onBadValue === 'fail-row') return budget;
  const { code, path, message } = budget;
  return accept(withWarnings({ ...row, fields: merged }, [{ code, path: path ?? null, message }]));
}

/** A lead that is further along stays there; the rest of the row counts. */
function withoutStageBefore(lead: LeadRecord, row: ReadRow, vocabulary: BatchContext['vocabulary']): ReadRow {
  const { lifecycleStage: to, ...fields } = row.fields;
  if (to === undefined || !isStageBackwards(vocabulary, lead.lifecycleStage, to)) return row;
  const message = `An import does not take a lead from the stage ${lead.lifecycleStage} back to ${to}.`;
  return withWarnings({ ...row, fields }, [{ code: STAGE_BACKWARDS, path: 'lifecycleStage', message }]);
}

/** An end that is known stays beside the one that is stated, unless that is in another currency. */
function budgetWith(known: LeadFields['budget'], said: NonNullable<LeadFields['budget']>): Checked<LeadFields['budget']> {
  if (known?.currency !== said.currency) return accept(said);
  return mergeBudget(known, { ...(said.min !== null && { min: said.min }), ...(said.max !== null && { max: said.max }) });
}

/** A lead that is known by an identifier already need not be told it: over its own one it would be lost. The extension of a number goes with it. */
export function withoutKnown(lead: LeadRecord, row: ReadRow, directory: LeadDirectory): ReadRow {
  const known = IDENTIFIERS.filter((name) => row.fields[name] && directory.isFurther(lead, name, row.fields[name]));
  if (known.length === 0) return row;
  const fields = Object.fromEntries(Object.entries(row.fields).filter(([field]) => !known.some((name) => name === field)));
  return { ...row, fields: known.includes('phone') ? withoutExtension(fields) : fields };
}

function withoutExtension({ sourceMetadata, ...fields }: Partial<LeadFields>): Partial<LeadFields> {
  const { [PHONE_EXTENSION]: _gone, ...rest } = sourceMetadata ?? {};
  return Object.keys(rest).length > 0 ? { ...fields, sourceMetadata: rest } : fields;
}

/** A number that people share by their extensions stays with the lead that has it; its extension is none of another number. */
export function withFreePhone(said: ReadRow, directory: LeadDirectory, self?: LeadRecord): ReadRow {
  const { phone, ...fields } = said.fields;
  const holder = said.sharesPhone && phone ? directory.holderOf('phone', phone) : undefined;
  if (!holder || holder.leadId === self?.leadId) return said;
  if (self?.phone == null) return withWarnings({ ...said, fields }, [PHONE_SHARED]);
  return withWarnings({ ...said, fields: withoutExtension(fields) }, [OTHER_PHONE_SHARED]);
}

const PHONE_SHARED: RowReason = {
  code: 'phone.shared',
  path: 'phone',
  message: 'Another lead has this number, with another extension or none; of this one the extension is kept.',
};

const OTHER_PHONE_SHARED: RowReason = {
  ...PHONE_SHARED,
  message: 'Another lead has this number, with another extension or none; this one keeps the number that it has.',
};

/** A row was read by itself: what it says of an address, of the source or by tags comes on top of what is known. */
function mergedInto(lead: LeadRecord, said: Partial<LeadFields>): Partial<LeadFields> {
  const { address, property, tagIds } = said;
  const sourceMetadata = metadataOf(lead, said);
  return {
    ...said,
    ...(address && { address: { ...lead.address, ...address } }),
    ...(property && { property: { ...lead.property, ...property } }),
    ...(tagIds && { tagIds: tagsAfter(lead.tagIds, { add: tagIds, remove: [] }) }),
    ...(sourceMetadata && { sourceMetadata }),
  };
}

/** The extension of a number goes with the number. */
function metadataOf(lead: LeadRecord, { phone, sourceMetadata }: Partial<LeadFields>): LeadFields['sourceMetadata'] | undefined {
  const isOther = Boolean(phone) && phone !== lead.phone;
  if (!isOther || lead.sourceMetadata[PHONE_EXTENSION] === undefined)
    return sourceMetadata && { ...lead.sourceMetadata, ...sourceMetadata };
  const { [PHONE_EXTENSION]: _gone, ...rest } = lead.sourceMetadata;
  return { ...rest, ...sourceMetadata };
}
