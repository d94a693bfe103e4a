import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import type { Answer } from './gateway-client.js';

/** Speaks to our webhook as SendGrid does: signs timestamp and body with its own key (ECDSA P-256, SHA-256). */
export class SendgridStandIn {
  private readonly keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });

  constructor(private readonly gatewayUrl: string) {}

  /** What SendGrid's settings show as "Verification Key". */
  get verificationKey(): string {
    return this.keys.publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
  }

  /** The request that SendGrid would send: its body byte for byte, and the headers that vouch for it. */
  sign(events: readonly Record<string, unknown>[], signedSecondsAgo = 0): { body: string; headers: Record<string, string> } {
    const timestamp = String(Math.floor(Date.now() / 1_000) - signedSecondsAgo);
    const body = `${JSON.stringify(events, null, 1)}\r\n`;
    const signature = sign('sha256', Buffer.from(timestamp + body), this.keys.privateKey).toString('base64');
    const headers = {
      'content-type': 'application/json',
      'x-twilio-email-event-webhook-signature': signature,
      'x-twilio-email-event-webhook-timestamp': timestamp,
    };
    return { body, headers };
  }

  /**
   * @param tamper what happens to the request on its way, after it was signed
   */
  async deliver(
    path: string,
    events: readonly Record<string, unknown>[],
    tamper: { body?: (body: string) => string; signedSecondsAgo?: number } = {},
  ): Promise<Answer<Record<string, unknown>>> {
    const { body, headers } = this.sign(events, tamper.signedSecondsAgo);
    const response = await fetch(new URL(path, this.gatewayUrl), {
      method: 'POST',
      body: tamper.body ? tamper.body(body) : body,
      headers,
    });
    return { status: response.status, headers: response.headers, body: (await response.json()) as Record<string, unknown> };
  }
}

/** An event as SendGrid sends it. */
export function sendgridEvent(event: string, email: string, messageId: string): Record<string, unknown> {
  return {
    email,
    event,
    timestamp: Math.floor(Date.now() / 1_000),
    sg_event_id: randomUUID(),
    sg_message_id: `${messageId}.filterdrecv-p3mdw1-756b745b58-kmzbl-18-5F5FC76C-9.0`,
    'smtp-id': `<${messageId}@ismtpd0039p1iad1.sendgrid.net>`,
  };
}
