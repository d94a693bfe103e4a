import { defineErrors } from '@leadstream/kernel';

export const complianceErrors = defineErrors('COMPLIANCE', {
  BAD_PHONE: { kind: 'invalid', title: 'Not a phone number' },
  BAD_EMAIL: { kind: 'invalid', title: 'Not an e-mail address' },
  EXPIRES_IN_PAST: { kind: 'invalid', title: 'The entry would have expired already' },
  DNC_ENTRY_NOT_FOUND: { kind: 'not_found', title: 'No such DNC entry' },
  DNC_SNAPSHOT_DAMAGED: { kind: 'unavailable', title: 'The file of a do-not-call list is damaged' },
  DNC_FILE_TYPE: { kind: 'unsupported_type', title: 'Not a file of phone numbers' },
  DNC_FILE_DAMAGED: { kind: 'invalid', title: 'The file is damaged' },
  DNC_FILE_CUT_OFF: { kind: 'invalid', title: 'The file breaks off' },
  DNC_FILE_EMPTY: { kind: 'invalid', title: 'The file has no phone number' },
  DNC_FILE_NO_LIST: { kind: 'invalid', title: 'Too many rows of the file are no phone numbers' },
  STATED_IN_FUTURE: { kind: 'invalid', title: 'Nobody can have said that yet' },
  CONSENT_NOT_FOUND: { kind: 'not_found', title: 'No such line in the consent ledger' },
  OPT_OUT_REVIEW_NOT_FOUND: { kind: 'not_found', title: 'No such opt-out review' },
  OPT_OUT_REVIEW_CLOSED: { kind: 'conflict', title: 'The opt-out was reviewed already' },
  OPT_OUT_WITHOUT_ADDRESS: { kind: 'conflict', title: 'No address of the lead is known that could be blocked' },
  DECISION_NOT_FOUND: { kind: 'not_found', title: 'No such decision' },
});
