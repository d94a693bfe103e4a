import type { LeadStatus, TrainScoringModel } from '@leadstream/contracts';
import type { FieldProblem } from '@leadstream/kernel';
import type { CustomFieldDefinition } from '../../../custom-fields/custom-field.js';
import { statusesMeaning, unknownStatus } from '../../../lead/vocabulary.rules.js';
import type { LeadVocabulary } from '../../../lead/vocabulary.js';
import { ENGAGEMENT, learnedFields, METADATA } from '../features/feature-catalogue.rules.js';
import type { OutcomeStatuses } from '../features/outcome.rules.js';

export interface AcceptedTraining extends OutcomeStatuses {
  readonly excluded: readonly string[];
}

/**
 * What a model is to be trained by, each word once, or why it is refused.
 * @param vocabulary of the tenant: its statuses that mean won and lost are the outcomes that are not stated
 */
export function acceptTraining(
  { won: statedWon, lost: statedLost, exclude }: TrainScoringModel,
  definitions: readonly CustomFieldDefinition[],
  vocabulary: LeadVocabulary,
): { readonly training: AcceptedTraining } | { readonly errors: readonly FieldProblem[] } {
  const fields = new Set(learnedFields(definitions).map(({ field }) => field));
  const won = statedWon ?? statusesMeaning(vocabulary, 'won');
  const lost = statedLost ?? statusesMeaning(vocabulary, 'lost');
  const errors = [...outcomeProblems('won', won, vocabulary), ...outcomeProblems('lost', lost, vocabulary)];
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

function outcomeProblems(path: 'won' | 'lost', statuses: readonly LeadStatus[], { leadStatuses }: LeadVocabulary): FieldProblem[] {
  if (statuses.length === 0) return [{ path, code: 'status.none', message: `The tenant has no status that means ${path}.` }];
  return statuses.flatMap((status, index) =>
    leadStatuses.some(({ key }) => key === status) ? [] : [unknownStatus(`${path}.${index}`, { leadStatuses })],
  );
}
