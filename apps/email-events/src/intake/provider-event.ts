import type { MessageState } from '@leadstream/contracts';

/** One provider event in our own terms; `payload` is what was received. */
export interface ProviderEvent {
  /** The provider's id of the event, or a digest of the event when it was left out. */
  readonly providerEventId: string;
  /** What the provider answered the send with; null when the event does not say. */
  readonly providerMessageId: string | null;
  /** As the provider calls it. */
  readonly kind: string;
  /** Lower-cased. */
  readonly email: string | null;
  readonly occurredAt: Date;
  /** State that the event proves; null for kinds that say nothing about the message. */
  readonly state: MessageState | null;
  readonly payload: Readonly<Record<string, unknown>>;
}
