import type { DataOf, leadCapturedV1 } from '@leadstream/contracts';

type StatedConsent = DataOf<typeof leadCapturedV1>['consents'][number];

/** What a lead agreed to when it was captured: marketing by e-mail, unless told otherwise. */
export function stated(consent: Partial<StatedConsent> = {}): StatedConsent {
  return { channel: 'email', purpose: 'marketing', basis: 'consent', textVersion: null, givenAt: '2026-11-01T09:00:00.000Z', ...consent };
}
