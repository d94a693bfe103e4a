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
  /** Keyed hash of the address by which the channel reached the person when it was asked; null where none was known, and of those of before it was kept. */
  readonly addressHash: Buffer | null;
  readonly requestedAt: Date;
  readonly expiresAt: Date;
  readonly confirmedAt: Date | null;
  readonly entryId: string | null;
}
