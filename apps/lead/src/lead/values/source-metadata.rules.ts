import type { PatchLead, SourceMetadata } from '@leadstream/contracts';
import { accept, type Checked, refuse } from './checked.rules.js';
import { normaliseText } from './text.rules.js';

const NAME = /^[A-Za-z][A-Za-z0-9_.-]{0,63}$/;
const MAX_MEMBERS = 50;
const MAX_TEXT_LENGTH = 1_000;

/**
 * Merges stated members into what is known (RFC 7396): null or a blank text removes a member, null as a whole removes all.
 * @returns a refusal names the member: `sourceMetadata.utm_source`
 */
export function mergeSourceMetadata(current: SourceMetadata, stated: PatchLead['sourceMetadata']): Checked<SourceMetadata> {
  const merged = new Map(Object.entries(stated === null ? {} : current));
  for (const [name, value] of Object.entries(stated ?? {})) {
    const path = `sourceMetadata.${name.slice(0, 64)}`;
    if (!NAME.test(name))
      return refuse('metadata.name', 'Names start with a letter and have 64 letters, digits, `_`, `.`, `-` at most.', path);
    const checked = typeof value === 'string' ? normaliseText(value, MAX_TEXT_LENGTH) : accept(value);
    if (!checked.ok) return refuse(checked.code, checked.message, path);
    if (checked.value === null) merged.delete(name);
    else merged.set(name, checked.value);
  }
  if (merged.size > MAX_MEMBERS) return refuse('metadata.too_many', `May have ${MAX_MEMBERS} members at most.`);
  return accept(Object.fromEntries(merged));
}
