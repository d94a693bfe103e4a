import { createPublicKey, type KeyObject, verify } from 'node:crypto';

/**
 * The key that SendGrid shows as "Verification Key".
 * @param base64 DER-encoded SubjectPublicKeyInfo
 * @returns undefined unless it is an elliptic-curve key on P-256
 */
export function readPublicKey(base64: string): KeyObject | undefined {
  try {
    const key = createPublicKey({ key: Buffer.from(base64, 'base64'), format: 'der', type: 'spki' });
    return key.asymmetricKeyDetails?.namedCurve === 'prime256v1' ? key : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Whether `signature` was made over exactly these bytes: ECDSA P-256 with SHA-256 over timestamp followed by the raw body
 * (Twilio SendGrid, "Getting Started with the Event Webhook Security Features").
 * @param timestamp header value as received
 * @param signature base64 of the DER-encoded signature
 */
export function signatureMatches(key: KeyObject, timestamp: string, rawBody: Buffer, signature: string): boolean {
  const signed = Buffer.concat([Buffer.from(timestamp, 'utf8'), rawBody]);
  return verify('sha256', signed, key, Buffer.from(signature, 'base64'));
}

/**
 * Whether a timestamp lies within the window around now, both ends included.
 * @param timestamp whole seconds since 1970 in decimal digits; anything else is not fresh
 */
export function isFresh(timestamp: string, now: Date, windowSeconds: number): boolean {
  if (!/^\d{1,12}$/.test(timestamp)) return false;
  return Math.abs(now.getTime() / 1_000 - Number(timestamp)) <= windowSeconds;
}
