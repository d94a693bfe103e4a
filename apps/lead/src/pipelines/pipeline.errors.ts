import { defineErrors } from '@leadstream/kernel';

export const pipelineErrors = defineErrors('LEAD', {
  PIPELINE_NOT_FOUND: { kind: 'not_found', title: 'No such pipeline' },
  PIPELINE_STALE: { kind: 'stale', title: 'The pipeline has changed since it was read' },
  PIPELINE_INVALID: { kind: 'invalid', title: 'The pipeline is not acceptable as stated' },
  PIPELINE_EXISTS: { kind: 'conflict', title: 'Another pipeline has this name' },
  STAGE_NOT_FOUND: { kind: 'not_found', title: 'The pipeline has no such stage' },
  STAGE_IN_USE: { kind: 'conflict', title: 'Deals are in the stage, or deleted ones would come back to it' },
});
