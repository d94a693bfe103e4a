import type { ImportTarget } from '@leadstream/contracts';
import { isPermission } from '../plan/permission.rules.js';

/** What a column may be suggested for: more than rows can be read as, so that people see what a column is about. */
export type SuggestedField = ImportTarget | 'budget' | 'website' | `customField:${string}`;

/** What a yes in a column means; a prohibition read as permission would be the worst of mistakes. */
export function meaningOfYes(field: SuggestedField): 'allowed' | 'forbidden' | null {
  if (!isPermission(field)) return null;
  return field.startsWith('consent.') ? 'allowed' : 'forbidden';
}
