import { defineErrors } from '@leadstream/kernel';

export const customFieldErrors = defineErrors('LEAD', {
  CUSTOM_FIELD_NOT_FOUND: { kind: 'not_found', title: 'No such custom field' },
  CUSTOM_FIELD_INVALID: { kind: 'invalid', title: 'The custom field is not acceptable as stated' },
  CUSTOM_FIELD_STALE: { kind: 'stale', title: 'The custom field has changed since it was read' },
  CUSTOM_FIELD_KEY_TAKEN: { kind: 'conflict', title: 'Another custom field has this key' },
  CUSTOM_FIELD_LIMIT: { kind: 'invalid', title: 'There are as many custom fields as may be' },
  CUSTOM_FIELD_IN_USE: { kind: 'conflict', title: 'Leads hold values of this custom field' },
  DUPLICATE_CUSTOM_VALUE: { kind: 'conflict', title: 'Another lead has this value in a unique custom field' },
});
