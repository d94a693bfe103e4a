import { blankFields, blankValues } from '../../../lead/blank-fields.rules.js';
import type { LeadDirectory } from '../../../lead/lead-directory.rules.js';
import { IDENTIFIERS, type LeadFields, type LeadRecord } from '../../../lead/lead.js';
import { tagsAfter } from '../../../tags/tagging/retag.rules.js';
import { withWarnings } from '../../plan/custom-columns.rules.js';
import { PHONE_EXTENSION } from '../../plan/phone-extension.rules.js';
import type { ReadRow, RowReason } from '../../plan/said.rules.js';
import type { BatchContext } from '../apply-rows.rules.js';

/** What a row changes of a lead that is there; every lead has a status, so that there is none to fill in. */
export function onto(lead: LeadRecord, row: ReadRow, { plan, customFields }: Pick<BatchContext, 'plan' | 'customFields'>): ReadRow {
  if (plan.onMatch === 'fill-blanks') {
    const stated = row.stated && blankValues(lead, row.stated, customFields);
    return { ...row, fields: blankFields(lead, row.fields), status: null, ...(stated && { stated }) };
  }
  return { ...row, fields: mergedInto(lead, row.fields) };
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

/** A number that people share by their extensions stays with the lead that has it. */
export function withFreePhone(said: ReadRow, directory: LeadDirectory, self?: LeadRecord): ReadRow {
  const { phone, ...fields } = said.fields;
  const holder = said.sharesPhone && phone ? directory.holderOf('phone', phone) : undefined;
  if (!holder || holder.leadId === self?.leadId) return said;
  return withWarnings({ ...said, fields }, [PHONE_SHARED]);
}

const PHONE_SHARED: RowReason = {
  code: 'phone.shared',
  path: 'phone',
  message: 'Another lead has this number, with another extension or none; of this one the extension is kept.',
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
