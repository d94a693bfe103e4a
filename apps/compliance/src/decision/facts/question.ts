import type { Channel, Purpose } from '@leadstream/contracts';

/** May a lead be contacted by a channel for a purpose at an instant. */
export interface Question {
  readonly leadId: string;
  readonly channel: Channel;
  readonly purpose: Purpose;
  /** The present, or an instant to plan for. */
  readonly at: Date;
}
