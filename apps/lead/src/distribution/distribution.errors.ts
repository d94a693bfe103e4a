import { defineErrors } from '@leadstream/kernel';

export const distributionErrors = defineErrors('LEAD', {
  MEMBER_UNKNOWN: { kind: 'not_found', title: 'The tenant has no such member, or it was added a moment ago' },
  MEMBER_STALE: { kind: 'stale', title: 'What is said of the member has changed since it was read' },
  DISTRIBUTION_INVALID: { kind: 'invalid', title: 'What is said about the distribution of leads is not acceptable as stated' },
  DISTRIBUTION_OFF: { kind: 'conflict', title: 'No rules are active by which leads are distributed' },
  POOL_NOT_FOUND: { kind: 'not_found', title: 'No such pool' },
  POOL_STALE: { kind: 'stale', title: 'The pool has changed since it was read' },
  POOL_NAME_TAKEN: { kind: 'conflict', title: 'Another pool has this name' },
  POOL_LIMIT: { kind: 'conflict', title: 'There are as many pools as there may be' },
  RULE_SET_NOT_FOUND: { kind: 'not_found', title: 'No such rule set' },
  RULE_SET_SETTLED: { kind: 'conflict', title: 'The rule set is not in a status in which this is possible' },
  RULE_SET_LIMIT: { kind: 'conflict', title: 'There are as many drafts of rule sets as there may be' },
  OWNED: { kind: 'conflict', title: 'The lead has an owner already' },
  NOT_OFFERED: { kind: 'conflict', title: 'The lead is not offered to a pool' },
  CLAIM_REFUSED: { kind: 'conflict', title: 'The member may not take the lead' },
  ASSIGNMENT_NOT_FOUND: { kind: 'not_found', title: 'The lead has no such assignment, or nobody was chosen by rules in it' },
});
