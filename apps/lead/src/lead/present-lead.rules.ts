import type { Lead } from '@leadstream/contracts';
import type { CustomFieldKey } from '../custom-fields/custom-field.js';
import { customValuesByKey } from '../custom-fields/values/custom-values.rules.js';
import type { LeadRecord } from './lead.js';

/**
 * A lead as the API shows it.
 * @param keys of the tenant's custom fields; needed where the lead has values
 */
export function presentLead(
  { leadId, tagIds, customFields, statusChangedAt, capturedAt, createdAt, updatedAt, deletedAt, ...rest }: LeadRecord,
  keys: readonly CustomFieldKey[],
): Lead {
  return {
    id: leadId,
    ...rest,
    tagIds: [...tagIds],
    customFields: customValuesByKey(keys, customFields),
    statusChangedAt: statusChangedAt.toISOString(),
    capturedAt: capturedAt.toISOString(),
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
    deletedAt: deletedAt?.toISOString() ?? null,
  };
}
