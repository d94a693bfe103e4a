import type { Channel, DncKind } from '@leadstream/contracts';

/** By which addresses a channel reaches somebody. */
export const REACHES: Readonly<Record<Channel, readonly DncKind[]>> = {
  email: ['email'],
  sms: ['phone'],
  whatsapp: ['phone'],
  voice: ['phone'],
  social: ['email', 'phone'],
};
