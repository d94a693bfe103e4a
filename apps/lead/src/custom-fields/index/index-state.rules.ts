import type { CustomFieldIndexState } from '@leadstream/contracts';
import { type CustomFieldDefinition, type IndexWork, needsIndex } from '../custom-field.js';

type Marked = Pick<CustomFieldDefinition, 'indexed' | 'unique' | 'archived' | 'indexWork'>;

/** How far the index of a field is, as the API tells it. */
export function indexStateOf(field: Marked): CustomFieldIndexState {
  if (field.archived || !needsIndex(field)) return 'none';
  const { indexWork } = field;
  return !indexWork || indexWork === 'emptying' ? 'ready' : indexWork;
}

/** Whether every lead with a value has its row, so that filters and sorts may go by them. */
export function isIndexComplete(field: Marked): boolean {
  return !['none', 'filling'].includes(indexStateOf(field));
}

/** Whether no two live leads have one value: the field is unique, and so were the values that leads had before. */
export function isUniqueKept(field: Marked): boolean {
  return field.unique && indexStateOf(field) === 'ready';
}

/** What is to be done for an index, and whether it begins at the first lead. */
export interface IndexTask {
  readonly work: IndexWork | null;
  readonly restarts: boolean;
}

/** What a change of marks asks of an index; undefined when its rows stay as they are. */
export function indexTaskAfter(before: Marked, after: Marked): IndexTask | undefined {
  const [was, is] = [rowsOf(before), rowsOf(after)];
  if (was === is) return undefined;
  if (is === 'none') return { work: 'emptying', restarts: true };
  if (was === 'none') return { work: 'filling', restarts: true };
  const isFilling = before.indexWork === 'filling';
  if (is === 'unique') return { work: isFilling ? 'filling' : 'checking', restarts: true };
  return { work: isFilling ? 'filling' : null, restarts: false };
}

/** Which rows leads have: for marks that say so, of a unique field such as may not repeat. */
function rowsOf({ indexed, unique, archived }: Marked): 'none' | 'plain' | 'unique' {
  return archived || !(indexed || unique) ? 'none' : unique ? 'unique' : 'plain';
}
