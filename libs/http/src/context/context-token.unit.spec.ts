import { createHmac } from 'node:crypto';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { SECRET, TENANT, member } from '../edge.fixture.spec.js';
import { ContextToken } from './context-token.js';

const token = new ContextToken({ secret: SECRET, audience: 'lead' });
const refused = expect.objectContaining({ code: 'HTTP.UNAUTHENTICATED', kind: 'unauthenticated' });

/** A token with exactly these parts, signed properly. */
function forge(payload: object, header: object = { alg: 'HS256', typ: 'JWT' }, secret = SECRET): string {
  const [head, body] = [header, payload].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'));
  return `${head}.${body}.${createHmac('sha256', secret).update(`${head}.${body}`).digest('base64url')}`;
}

const nowS = Math.floor(Date.now() / 1_000);
const claims = { rid: 'r', tid: TENANT, act: { kind: 'member', id: 'm' }, scp: [], aud: 'lead', iat: nowS, exp: nowS + 60 };

describe('ContextToken', () => {
  afterEach(() => void jest.useRealTimers());

  it('brings over who calls, what they may, and the request', () => {
    const context = { ...member, clientIp: '203.0.113.7' };
    expect(token.verify(token.sign(context))).toEqual(context);
  });

  it('may name nobody, for public routes', () => {
    expect(token.verify(token.sign({ requestId: 'r' }))).toEqual({ requestId: 'r' });
  });

  it('lives for a minute', () => {
    const payload = JSON.parse(Buffer.from(token.sign(member).split('.')[1] ?? '', 'base64url').toString()) as { iat: number; exp: number };
    expect(payload.exp - payload.iat).toBe(60);
  });

  it('is refused after its life, however often it was believed before', () => {
    jest.useFakeTimers({ now: Date.now() });
    const signed = token.sign(member);
    for (const seconds of [0, 30, 29]) {
      jest.advanceTimersByTime(seconds * 1_000);
      expect(token.verify(signed)).toEqual(member);
    }
    jest.advanceTimersByTime(10_000);
    expect(() => token.verify(signed)).toThrow(refused);
  });

  it('is not believed for what another one said', () => {
    const [signed, other] = [token.sign(member), token.sign({ ...member, scopes: [] })];
    expect(token.verify(signed)).toEqual(member);
    expect(token.verify(other)).toEqual({ ...member, scopes: [] });
    expect(() => token.verify(`${signed}A`)).toThrow(refused);
  });

  it('forgives clocks a few seconds', () => {
    expect(token.verify(forge({ ...claims, exp: nowS - 3 }))).toMatchObject({ requestId: 'r' });
    expect(token.verify(forge({ ...claims, iat: nowS + 3 }))).toMatchObject({ requestId: 'r' });
  });

  it.each([
    ['expired', forge({ ...claims, exp: nowS - 30 })],
    ['older than a minute though not expired', forge({ ...claims, iat: nowS - 90, exp: nowS + 600 })],
    ['without an end', forge({ ...claims, exp: undefined })],
    ['for another service', forge({ ...claims, aud: 'analytics' })],
    ['for nobody in particular', forge({ ...claims, aud: undefined })],
    ['signed with another secret', forge(claims, undefined, `${SECRET}!`)],
    ['unsigned', `${forge(claims, { alg: 'none' }).split('.').slice(0, 2).join('.')}.`],
    ['of another algorithm', forge(claims, { alg: 'HS512', typ: 'JWT' })],
    ['changed after signing', token.sign(member).replace(/\.(.)/, (_dot, first: string) => (first === 'e' ? '.f' : '.e'))],
    ['with a tenant that is no id', forge({ ...claims, tid: 'acme' })],
    ['with an unknown kind of actor', forge({ ...claims, act: { kind: 'root', id: 'x' } })],
    ['without a request id', forge({ ...claims, rid: undefined })],
    ['no token at all', 'hello'],
    ['empty', ''],
  ])('that is %s is refused', (_what, forged) => {
    expect(() => token.verify(forged)).toThrow(refused);
  });
});
