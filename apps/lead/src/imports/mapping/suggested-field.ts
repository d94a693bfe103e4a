import type { ImportTarget } from '@leadstream/contracts';

export const CONSENT_CHANNELS = ['email', 'phone', 'sms', 'whatsapp', 'all'] as const;
export type ConsentChannel = (typeof CONSENT_CHANNELS)[number];

/** A column says whom may be contacted: permission (`consent:`) or prohibition (`dnc:`), by channel. */
export type ComplianceField = `${'consent' | 'dnc'}:${ConsentChannel}`;

/** What a column may be suggested for: more than rows can be read as, so that a suggestion need not change when they can. */
export type SuggestedField =
  | ImportTarget
  | ComplianceField
  | 'fullName'
  | 'jobTitle'
  | `address.${'street' | 'city' | 'region' | 'postalCode' | 'country'}`
  | 'language'
  | 'lifecycleStage'
  | 'ownerEmail'
  | 'tags'
  | 'budget'
  | 'website'
  | `customField:${string}`;

/** What a yes in a column means; a prohibition read as permission would be the worst of mistakes. */
export function meaningOfYes(field: SuggestedField): 'allowed' | 'forbidden' | null {
  if (field.startsWith('dnc:')) return 'forbidden';
  return field.startsWith('consent:') ? 'allowed' : null;
}
