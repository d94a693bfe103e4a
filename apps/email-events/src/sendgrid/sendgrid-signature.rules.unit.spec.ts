import { generateKeyPairSync, sign } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { isFresh, readPublicKey, signatureMatches } from './sendgrid-signature.rules.js';

interface Vector {
  readonly scheme: string;
  readonly public_key: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

const file = new URL('../../../../../shared/data/05_email_webhooks/signature_vectors/signature_vectors.json', import.meta.url);
const withVectors = existsSync(file) ? describe : describe.skip;

withVectors('signatureMatches, on the vector that the vendor publishes', () => {
  const vectors = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Vector[]) : [];
  const vector = vectors.find(({ scheme }) => scheme === 'sendgrid-ecdsa');
  const check = (change: { body?: string; timestamp?: string }): boolean => {
    const key = readPublicKey(vector?.public_key ?? '');
    const timestamp = change.timestamp ?? vector?.headers['X-Twilio-Email-Event-Webhook-Timestamp'] ?? '';
    const body = Buffer.from(change.body ?? vector?.body ?? '');
    return key !== undefined && signatureMatches(key, timestamp, body, vector?.headers['X-Twilio-Email-Event-Webhook-Signature'] ?? '');
  };

  it('accepts the bytes as they were signed', () => expect(check({})).toBe(true));
  it('refuses another timestamp', () => expect(check({ timestamp: '1600112503' })).toBe(false));
  it('refuses the body parsed and written again', () =>
    expect(check({ body: JSON.stringify(JSON.parse(vector?.body ?? '[]')) })).toBe(false));
});

describe('signatureMatches', () => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const body = Buffer.from('[{"event":"open"}]');
  const signature = sign('sha256', Buffer.concat([Buffer.from('1600000000'), body]), privateKey);

  it('refuses a signature by another key', () => {
    const other = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey;
    expect(signatureMatches(publicKey, '1600000000', body, signature.toString('base64'))).toBe(true);
    expect(signatureMatches(other, '1600000000', body, signature.toString('base64'))).toBe(false);
  });

  it('refuses what is no signature at all', () => {
    for (const text of ['', 'AAAA', '§§§', signature.toString('base64').slice(0, 20)]) {
      expect(signatureMatches(publicKey, '1600000000', body, text)).toBe(false);
    }
  });
});

describe('readPublicKey', () => {
  it('takes P-256 keys only', () => {
    const der = (curve: string): string =>
      generateKeyPairSync('ec', { namedCurve: curve }).publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
    expect(readPublicKey(der('P-256'))).toBeDefined();
    expect(readPublicKey(der('P-384'))).toBeUndefined();
    expect(readPublicKey('bm90IGEga2V5')).toBeUndefined();
  });
});

describe('isFresh', () => {
  const now = new Date(1_600_000_600_000);

  it('allows the window on both sides, ends included', () => {
    expect(['1600000000', '1600001200', '1599999999', '1600001201'].map((text) => isFresh(text, now, 600))).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it('refuses what is not whole seconds', () => {
    expect(['', 'abc', '1600000600.5', '-1', '1e9'].map((text) => isFresh(text, now, 600))).toEqual([false, false, false, false, false]);
  });
});
