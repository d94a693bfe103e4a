import { defineErrors } from '@leadstream/kernel';

export const crmErrors = defineErrors('LEAD', {
  CRM_CONNECTION_NOT_FOUND: { kind: 'not_found', title: 'There is no such connection' },
  CRM_CONNECTION_STALE: { kind: 'stale', title: 'The connection has changed since it was read' },
  CRM_CONNECTION_INVALID: { kind: 'invalid', title: 'The connection is not acceptable as stated' },
  CRM_CONNECTION_OBJECT_FIXED: { kind: 'conflict', title: 'A connection keeps its kind of records: it has to be deleted for another one' },
  CRM_CONNECTION_PAUSED: { kind: 'conflict', title: 'The connection is paused' },
  CRM_SYNC_RUNNING: { kind: 'conflict', title: 'A sync of the connection is on' },
  CRM_SYNC_RUN_NOT_FOUND: { kind: 'not_found', title: 'No such sync' },
  CRM_PEER_ADDRESS_REFUSED: { kind: 'conflict', title: 'The CRM has an address that is not asked: it is no public one' },
  CRM_PEER_ANSWER_TOO_LARGE: { kind: 'conflict', title: 'The CRM answered more than is read' },
  CRM_PEER_CURSOR_REPEATED: { kind: 'conflict', title: 'The CRM gave a page that it had given before' },
  CRM_PEER_ENDLESS: { kind: 'conflict', title: 'The CRM gave more pages than a sync reads' },
  CRM_PEER_ID_FIELD_MISSING: { kind: 'conflict', title: 'The CRM has no unique field for the ids of leads' },
  CRM_PEER_LIMITED: { kind: 'rate_limited', title: 'The CRM wants to be left alone for a while' },
  CRM_PEER_OTHER_ACCOUNT: { kind: 'conflict', title: 'The credentials open another account than the one that the connection is of' },
  CRM_PEER_REFUSED: { kind: 'conflict', title: 'The CRM refused what was asked' },
  CRM_PEER_UNAUTHORISED: { kind: 'conflict', title: 'The CRM does not take the credentials' },
  CRM_PEER_UNREACHABLE: { kind: 'unavailable', title: 'The CRM does not answer' },
  CRM_PEER_UNREADABLE: { kind: 'conflict', title: 'The CRM answered something other than what its API is documented to' },
});
