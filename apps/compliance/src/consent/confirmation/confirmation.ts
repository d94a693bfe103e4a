import type { Channel, PageLanguage, Purpose } from '@leadstream/contracts';

/** A consent that its person was asked to confirm. */
export interface Confirmation {
  readonly id: string;
  readonly leadId: string;
  readonly channel: Channel;
  readonly purpose: Purpose;
  readonly sender: string;
  readonly wording: string | null;
  readonly textVersion: string | null;
  readonly source: string;
  readonly form: string | null;
  readonly language: PageLanguage | null;
  /** How long the consent holds once it is given; null for ever. */
  readonly consentDays: number | null;
  readonly requestedAt: Date;
  readonly expiresAt: Date;
  readonly confirmedAt: Date | null;
  readonly entryId: string | null;
}
