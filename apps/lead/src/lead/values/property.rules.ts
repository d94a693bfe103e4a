import type { PatchLead, PropertyDetails } from '@leadstream/contracts';
import { accept, type Checked, refuse } from './checked.rules.js';
import { normaliseText } from './text.rules.js';

/**
 * Merges stated members into what is known (RFC 7396): null removes a member, null as a whole removes all.
 * @param stated numbers and kinds within the bounds of the contract
 * @returns a refusal names the member: `property.reference`
 */
export function mergeProperty(current: PropertyDetails, stated: PatchLead['property']): Checked<PropertyDetails> {
  const merged: Record<string, unknown> = stated === null ? {} : { ...current };
  for (const [name, value] of Object.entries(stated ?? {})) {
    const checked = typeof value === 'string' ? normaliseText(value, 200) : accept(value);
    if (!checked.ok) return refuse(checked.code, checked.message, `property.${name}`);
    if (checked.value === null) delete merged[name];
    else merged[name] = checked.value;
  }
  return accept(merged as PropertyDetails);
}
