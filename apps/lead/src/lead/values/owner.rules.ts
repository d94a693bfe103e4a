import { isUuid, type Uuid } from '@leadstream/kernel';
import { accept, type Checked, refuse } from './checked.rules.js';

/** The id of a member; null when blank. */
export function normaliseOwner(text: string): Checked<Uuid | null> {
  const id = text.trim().toLowerCase();
  if (id === '') return accept(null);
  return isUuid(id) ? accept(id) : refuse('owner.invalid', 'Is not the id of a member.');
}
