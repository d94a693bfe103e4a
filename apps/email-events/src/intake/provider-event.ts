import type { DataOf, emailEventsReceivedV2 } from '@leadstream/contracts';

/** A provider event in our own terms, as it comes from the webhook. */
export type ProviderEvent = DataOf<typeof emailEventsReceivedV2>['events'][number] & {
  /** Recipient, lower-cased; null when the event does not say. */
  readonly email: string | null;
  /** The whole event as the provider wrote it, as JSON text. */
  readonly payload: string;
};
