import type { TrainScoringModel } from '@leadstream/contracts';
import type { FieldProblem } from '@leadstream/kernel';
import type { CustomFieldDefinition } from '../../../custom-fields/custom-field.js';
import { ENGAGEMENT, learnedFields, METADATA } from '../features/feature-catalogue.rules.js';
import type { OutcomeStatuses } from '../features/outcome.rules.js';

export interface AcceptedTraining extends OutcomeStatuses {
  readonly excluded: readonly string[];
}

/** What a model is to be trained by, each word once, or why it is refused. */
export function acceptTraining(
  { won, lost, exclude }: TrainScoringModel,
  definitions: readonly CustomFieldDefinition[],
): { readonly training: AcceptedTraining } | { readonly errors: readonly FieldProblem[] } {
  const fields = new Set(learnedFields(definitions).map(({ field }) => field));
  const errors: FieldProblem[] = [];
  lost.forEach((status, index) => {
    if (won.includes(status)) errors.push({ path: `lost.${index}`, code: 'status.won', message: 'Cannot mean won as well.' });
  });
  exclude.forEach((field, index) => {
    const isBrought = [METADATA, ENGAGEMENT].some((one) => field === one || field.startsWith(`${one}.`));
    if (!isBrought && !fields.has(field)) {
      errors.push({ path: `exclude.${index}`, code: 'field.unknown', message: 'Is no field that models learn from.' });
    }
  });
  const once = <T>(words: readonly T[]): T[] => [...new Set(words)];
  return errors.length > 0 ? { errors } : { training: { won: once(won), lost: once(lost), excluded: once(exclude) } };
}
