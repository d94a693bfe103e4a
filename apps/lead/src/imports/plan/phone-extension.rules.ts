import type { ImportTarget } from '@leadstream/contracts';
import { normaliseRegion, phoneParts } from '../../lead/values/phone.rules.js';
import { isMatchKey, type ReadingPlan } from './import-plan.js';

/** Where the extension of a lead's phone number is kept: E.164 has no room for it. */
export const PHONE_EXTENSION = 'phoneExtension';
const TARGET: ImportTarget = `sourceMetadata.${PHONE_EXTENSION}`;

/** Anything but the figures and signs of a number by itself. */
const MORE_THAN_A_NUMBER = /[^\d\s()+./-]/;

/**
 * Puts the extension of a phone number where extensions are kept, and leaves the number. Where rows are found by their number it stays:
 * people of one switchboard would become one lead.
 * @param said is changed
 * @returns whether there was an extension, so that others may have the number, too
 */
export function setExtensionApart(said: Map<ImportTarget, string>, plan: Pick<ReadingPlan, 'matchBy' | 'region'>): boolean {
  const phone = said.get('phone');
  if (phone === undefined || !MORE_THAN_A_NUMBER.test(phone) || isMatchKey(plan, 'phone')) return false;
  const region = normaliseRegion(said.get('phoneRegion') ?? plan.region ?? '');
  const parts = region.ok ? phoneParts(phone, region.value) : undefined;
  if (parts === undefined) return false;
  said.set('phone', parts.number);
  if (!said.has(TARGET)) said.set(TARGET, parts.extension);
  return true;
}
