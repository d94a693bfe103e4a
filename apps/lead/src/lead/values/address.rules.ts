import type { PatchLead, PostalAddress } from '@leadstream/contracts';
import { accept, type Checked, refuse } from './checked.rules.js';
import { normaliseCountry } from './country.rules.js';
import { normaliseText } from './text.rules.js';

const line = (text: string): Checked<string | null> => normaliseText(text, 200);

const MEMBERS: Readonly<Record<keyof PostalAddress, (text: string) => Checked<string | null>>> = {
  street: line,
  unit: line,
  city: line,
  region: line,
  postalCode: (text) => normaliseText(text.toUpperCase(), 20),
  country: normaliseCountry,
};

/**
 * Merges stated members into what is known (RFC 7396): null or a blank text removes a member, null as a whole removes all.
 * @returns a refusal names the member: `address.country`
 */
export function mergeAddress(current: PostalAddress, stated: PatchLead['address']): Checked<PostalAddress> {
  const merged: PostalAddress = stated === null ? {} : { ...current };
  for (const [name, check] of Object.entries(MEMBERS) as [keyof PostalAddress, (text: string) => Checked<string | null>][]) {
    const text = stated?.[name];
    if (text === undefined) continue;
    const checked = check(text ?? '');
    if (!checked.ok) return refuse(checked.code, checked.message, `address.${name}`);
    if (checked.value === null) delete merged[name];
    else merged[name] = checked.value;
  }
  return accept(merged);
}
