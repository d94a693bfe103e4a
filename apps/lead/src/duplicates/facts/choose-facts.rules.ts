import type { DuplicateFacts } from '@leadstream/contracts';
import type { FieldProblem } from '@leadstream/kernel';
import type { CustomFieldDefinition } from '../../custom-fields/custom-field.js';
import type { DuplicateFact } from './duplicate-fact.js';

/** Types whose values are texts that one person has. */
const SUITED: Readonly<Record<DuplicateFact['kind'], readonly string[]>> = {
  date: ['date', 'text'],
  identifier: ['text', 'number'],
};

/** The fields that were stated, or why they cannot be compared. */
export function chooseFacts(
  { items }: DuplicateFacts,
  definitions: readonly CustomFieldDefinition[],
): { readonly facts: DuplicateFact[] } | { readonly errors: FieldProblem[] } {
  const errors: FieldProblem[] = [];
  const facts: DuplicateFact[] = [];
  for (const [index, { field, kind }] of items.entries()) {
    const definition = definitions.find(({ key, archived }) => key === field && !archived);
    const problem = problemOf(definition, kind, facts);
    if (problem) errors.push({ path: `items.${index}.field`, ...problem });
    else if (definition) facts.push({ fieldId: definition.fieldId, key: definition.key, kind });
  }
  return errors.length > 0 ? { errors } : { facts };
}

function problemOf(
  definition: CustomFieldDefinition | undefined,
  kind: DuplicateFact['kind'],
  chosen: readonly DuplicateFact[],
): Pick<FieldProblem, 'code' | 'message'> | undefined {
  if (!definition) return { code: 'field.unknown', message: 'No custom field has this key.' };
  if (!SUITED[kind].includes(definition.type)) return { code: 'field.type', message: `Must be of type ${SUITED[kind].join(' or ')}.` };
  if (chosen.some(({ fieldId }) => fieldId === definition.fieldId)) return { code: 'field.repeated', message: 'Is stated twice.' };
  return undefined;
}
