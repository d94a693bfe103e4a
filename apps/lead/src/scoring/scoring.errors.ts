import { defineErrors } from '@leadstream/kernel';

export const scoringErrors = defineErrors('LEAD', {
  SCORING_MODEL_NOT_FOUND: { kind: 'not_found', title: 'No such scoring model' },
  SCORING_MODEL_STALE: { kind: 'stale', title: 'The scoring model has changed since it was read' },
  SCORING_MODEL_INVALID: { kind: 'invalid', title: 'The scoring model is not acceptable as stated' },
  SCORING_MODEL_SETTLED: { kind: 'conflict', title: 'The scoring model is or was active, and does not change any more' },
  SCORING_MODEL_NOT_REHEARSED: { kind: 'conflict', title: 'The scoring model must be rehearsed as it is before it becomes active' },
  SCORING_MODEL_LIMIT: { kind: 'conflict', title: 'There are as many drafts of scoring models as there may be' },
  SCORING_REHEARSAL_NOT_FOUND: { kind: 'not_found', title: 'No such rehearsal' },
  SCORING_REHEARSAL_RUNNING: { kind: 'conflict', title: 'The scoring model is being rehearsed' },
  TRAINED_MODEL_NOT_FOUND: { kind: 'not_found', title: 'No such trained model' },
  TRAINED_MODEL_INVALID: { kind: 'invalid', title: 'A model cannot be trained as stated' },
  TRAINED_MODEL_TOO_FEW_OUTCOMES: { kind: 'conflict', title: 'Too few leads were won or lost to learn from them' },
  TRAINED_MODEL_WAITING: { kind: 'conflict', title: 'Another model waits to be trained' },
  TRAINED_MODEL_NOT_TRAINED: { kind: 'conflict', title: 'The model is not trained' },
});
