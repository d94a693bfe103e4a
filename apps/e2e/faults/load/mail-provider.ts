import { generateKeyPairSync, sign } from 'node:crypto';
import type { Call } from './gateway-call.ts';

/** Signs deliveries as SendGrid does: ECDSA P-256 over timestamp and body, SHA-256. */
export class MailProvider {
  readonly #keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });

  /** What SendGrid's settings show as "Verification Key". */
  get verificationKey(): string {
    return this.#keys.publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
  }

  /** Signed anew for each attempt, as a provider does; the events keep their ids. */
  delivery(path: string, events: readonly object[]): Call {
    const timestamp = String(Math.floor(Date.now() / 1_000));
    const body = JSON.stringify(events);
    const signature = sign('sha256', Buffer.from(timestamp + body), this.#keys.privateKey).toString('base64');
    return {
      method: 'POST',
      path,
      body,
      headers: {
        'content-type': 'application/json',
        'x-twilio-email-event-webhook-signature': signature,
        'x-twilio-email-event-webhook-timestamp': timestamp,
      },
    };
  }
}

const STATES = ['processed', 'delivered', 'open', 'click'];

/** Events of one message; ids follow from the operation, so that a delivery can be repeated. */
export function mailEvents(operation: string, email: string, count: number): Record<string, unknown>[] {
  return Array.from({ length: count }, (_, index) => ({
    email,
    event: STATES[index % STATES.length],
    timestamp: Math.floor(Date.now() / 1_000),
    sg_event_id: `${operation}-${index}`,
    sg_message_id: `${operation}.filterdrecv-p3mdw1-756b745b58-kmzbl-18-5F5FC76C-9.0`,
    'smtp-id': `<${operation}@ismtpd0039p1iad1.sendgrid.net>`,
  }));
}
