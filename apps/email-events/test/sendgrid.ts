import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import type { ServiceAnswer } from '@leadstream/testing';

const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
/** The key with which SendGrid's signatures are judged, as it is registered. */
export const publicKey = keys.publicKey.export({ format: 'der', type: 'spki' }).toString('base64');

/** An event as SendGrid reports it. */
export function event(kind: string, change: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    email: 'ada@example.com',
    event: kind,
    timestamp: 1_600_000_000,
    sg_event_id: randomUUID(),
    sg_message_id: 'LRzXl_NHStOGhQ4kofSm_A.filterdrecv-p3mdw1-756b745b58-kmzbl-18-5F5FC76C-9.0',
    ...change,
  };
}

/** What may be wrong with a delivery. */
export interface Flaws {
  /** Other bytes than those that arrive. */
  readonly signed?: string;
  readonly agoSeconds?: number;
  /** In place of the signature. */
  readonly headers?: Readonly<Record<string, string>>;
}

export type Receipt = ServiceAnswer<Record<string, unknown>>;

/** Sends bytes as SendGrid would. */
export async function deliver(url: URL, bytes: string, { signed = bytes, agoSeconds = 0, headers }: Flaws = {}): Promise<Receipt> {
  const timestamp = String(Math.floor(Date.now() / 1_000) - agoSeconds);
  const signature = sign('sha256', Buffer.from(timestamp + signed), keys.privateKey).toString('base64');
  const signatures = { 'x-twilio-email-event-webhook-signature': signature, 'x-twilio-email-event-webhook-timestamp': timestamp };
  const answer = await fetch(url, {
    method: 'POST',
    body: bytes,
    headers: { 'content-type': 'application/json', ...(headers ?? signatures) },
  });
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Record<string, unknown> };
}
