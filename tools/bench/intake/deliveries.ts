import { generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto';
import type { LoadRequest } from '@leadstream/testing/http-load';

/** Kinds of events that each message has, in the order of its life: every event moves its message. */
const LIFE = ['processed', 'delivered', 'open'] as const;
/** Messages whose events come wave by wave, as a campaign's do: so one message's events lie in different deliveries. */
const WAVE = 500;

/** A provider account with its signing key. */
export interface Sender {
  /** As SendGrid shows it: base64 of the DER-encoded public key. */
  readonly publicKey: string;
  readonly privateKey: KeyObject;
}

export function newSender(): Sender {
  const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { publicKey: keys.publicKey.export({ format: 'der', type: 'spki' }).toString('base64'), privateKey: keys.privateKey };
}

/** Signed deliveries of `eventsEach` distinct events each; signing is the provider's work and is done here, before the clock runs. */
export function signedDeliveries(sender: Sender, path: string, deliveries: number, eventsEach: number): LoadRequest[] {
  const events = campaign(deliveries * eventsEach);
  return Array.from({ length: deliveries }, (_, index) => {
    const body = JSON.stringify(events.slice(index * eventsEach, (index + 1) * eventsEach));
    const timestamp = String(Math.floor(Date.now() / 1_000));
    const signature = sign('sha256', Buffer.from(timestamp + body), sender.privateKey).toString('base64');
    const headers = {
      'content-type': 'application/json',
      'x-twilio-email-event-webhook-signature': signature,
      'x-twilio-email-event-webhook-timestamp': timestamp,
    };
    return { method: 'POST', path, headers, body };
  });
}

function campaign(count: number): object[] {
  const events: object[] = [];
  while (events.length < count) {
    const messages = Array.from({ length: WAVE }, () => randomUUID().replaceAll('-', '').slice(0, 22));
    for (const [step, kind] of LIFE.entries()) events.push(...messages.map((id) => sendgridEvent(id, kind, step)));
  }
  return events.slice(0, count);
}

/** About 450 bytes, as SendGrid's are. */
function sendgridEvent(messageId: string, kind: string, step: number): object {
  return {
    email: `${messageId.slice(0, 12)}@example.com`,
    timestamp: Math.floor(Date.now() / 1_000) - 60 + step * 20,
    'smtp-id': `<${messageId}@ismtpd0039p1iad1.sendgrid.net>`,
    event: kind,
    category: ['spring', 'newsletter'],
    sg_event_id: randomUUID().replaceAll('-', '').slice(0, 22),
    sg_message_id: `${messageId}.filterdrecv-p3mdw1-756b745b58-kmzbl-18-5F5FC76C-9.0`,
    useragent: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15',
    ip: '192.0.2.17',
    url: 'https://example.com/spring?utm_source=newsletter',
  };
}
