import type { Channel } from '@leadstream/contracts';

/** What a lead wrote or said. */
export interface ReceivedMessage {
  readonly leadId: string;
  readonly messageId: string;
  readonly channel: Channel;
  readonly text: string;
  readonly receivedAt: Date;
}
