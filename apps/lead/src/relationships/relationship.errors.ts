import { defineErrors } from '@leadstream/kernel';

export const relationshipErrors = defineErrors('LEAD', {
  RELATIONSHIP_NOT_FOUND: { kind: 'not_found', title: 'No such relationship' },
  RELATIONSHIP_TO_ITSELF: { kind: 'invalid', title: 'A lead has no relationship to itself' },
  RELATIONSHIP_EXISTS: { kind: 'conflict', title: 'The leads are that to each other already' },
  RELATIONSHIP_TYPE_UNKNOWN: { kind: 'invalid', title: 'No such kind of relationship' },
  RELATIONSHIP_TYPE_NOT_FOUND: { kind: 'not_found', title: 'The tenant has added no such kind of relationship' },
  RELATIONSHIP_TYPE_TAKEN: { kind: 'conflict', title: 'Another kind of relationship has this name' },
  RELATIONSHIP_TYPE_LIMIT: { kind: 'conflict', title: 'There are as many kinds of relationships as a tenant may add' },
  RELATIONSHIP_TYPE_USED: { kind: 'conflict', title: 'Leads are this to each other' },
  GRAPH_TOO_LARGE: { kind: 'invalid', title: 'More hangs together here than is looked at in one answer' },
});
