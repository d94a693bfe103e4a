import { defineErrors } from '@leadstream/kernel';

export const apiKeyErrors = defineErrors('GATEWAY', {
  API_KEY_NOT_FOUND: { kind: 'not_found', title: 'No such API key' },
  UNKNOWN_SCOPE: { kind: 'invalid', title: 'There is no such scope' },
  EXPIRES_IN_PAST: { kind: 'invalid', title: 'The key would be expired from the start' },
});
