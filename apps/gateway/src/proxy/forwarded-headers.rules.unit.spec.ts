import { describe, expect, it } from '@jest/globals';
import { answeredHeaders, forwardedHeaders } from './forwarded-headers.rules.js';

const hostile = [
  'Connection',
  'close, X-Hop',
  'X-Hop',
  '1',
  'Transfer-Encoding',
  'chunked',
  'Host',
  'api.example.com',
  'X-Leadstream-Context',
  'forged',
  'x-leadstream-anything',
  'forged',
  'X-Forwarded-For',
  '10.0.0.1',
  'X-Request-Id',
  'mine',
  'traceparent',
  '00-1-1-01',
  'Cookie',
  'a=b',
];

describe('forwardedHeaders', () => {
  it('passes what a service needs and withholds the credential', () => {
    const raw = [
      'Authorization',
      'Bearer lsk',
      'Content-Type',
      'application/json',
      'Idempotency-Key',
      'k',
      'If-Match',
      '"1"',
      'Accept',
      '*/*',
      'X-Custom',
      '1',
      ...hostile,
    ];
    expect(forwardedHeaders(raw, false)).toEqual([
      'content-type',
      'application/json',
      'idempotency-key',
      'k',
      'if-match',
      '"1"',
      'accept',
      '*/*',
    ]);
  });

  it('passes the proofs of public senders, and still nothing of one hop or of ours', () => {
    const raw = ['Authorization', 'Basic x', 'X-Twilio-Email-Event-Webhook-Signature', 's', ...hostile];
    expect(forwardedHeaders(raw, true)).toEqual(['authorization', 'Basic x', 'x-twilio-email-event-webhook-signature', 's']);
  });
});

describe('answeredHeaders', () => {
  it('tells only what belongs to the answer', () => {
    expect(
      answeredHeaders({
        etag: '"3"',
        'content-type': 'application/json',
        'content-disposition': 'attachment',
        'x-content-type-options': 'nosniff',
        'content-security-policy': "default-src 'none'",
        'referrer-policy': 'no-referrer',
        'x-robots-tag': 'noindex',
        'access-control-allow-methods': 'POST',
        'access-control-allow-origin': '*',
        server: 'x',
        connection: 'keep-alive',
        'set-cookie': ['a=b'],
        'x-powered-by': 'y',
      }),
    ).toEqual({
      etag: '"3"',
      'content-type': 'application/json',
      'content-disposition': 'attachment',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'",
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex',
      'access-control-allow-methods': 'POST',
    });
  });
});
