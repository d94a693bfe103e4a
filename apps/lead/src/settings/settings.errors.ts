import { defineErrors } from '@leadstream/kernel';

export const settingsErrors = defineErrors('LEAD', {
  SETTINGS_STALE: { kind: 'stale', title: 'The settings have changed since they were read' },
  SETTINGS_INVALID: { kind: 'invalid', title: 'The settings are not acceptable as stated' },
  SETTINGS_IN_USE: { kind: 'conflict', title: 'Leads still have what the settings leave out' },
});
