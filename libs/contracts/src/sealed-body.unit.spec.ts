import { createCipheriv, createDecipheriv } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { decodeEvent, encodeEvent, type Opening } from './cloudevents.js';
import { defineEvent, type EventOf } from './define-event.js';
import { dncAddedV1 } from './events/compliance/dnc-added.v1.js';
import { leadCapturedV1 } from './events/lead/lead-captured.v1.js';
import { personOf } from './personal-fields.js';
import type { PersonalOpener, PersonalSealer } from './sealed-body.js';
import { leadTopic } from './topics.js';

const KEY = Buffer.from('feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308', 'hex');
const NONCE = Buffer.from('cafebabefacedbaddecaf888', 'hex');
const KEY_ID = '0191d1a0-5b1e-7c3a-9f00-00000000ee01';

/** AES-256-GCM as the documentation words it. */
function cryptOf(key: Buffer): PersonalSealer & PersonalOpener {
  return {
    keyId: KEY_ID,
    seal: (plain, context) => {
      const cipher = createCipheriv('aes-256-gcm', key, NONCE).setAAD(context);
      return Buffer.concat([NONCE, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
    },
    open: (sealed, context) => {
      if (sealed.length < 28) return undefined;
      const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12)).setAAD(context).setAuthTag(sealed.subarray(-16));
      const plain = decipher.update(sealed.subarray(12, -16));
      try {
        decipher.final();
      } catch {
        return undefined;
      }
      return plain;
    },
  };
}
const crypt = cryptOf(KEY);

const event: EventOf<typeof leadCapturedV1> = {
  id: '0191d1a0-5b1e-7c3a-9f00-000000000001',
  type: 'lead.captured',
  version: 1,
  source: 'lead',
  time: new Date('2018-02-01T00:00:00.000Z'),
  tenantId: '0191d1a0-5b1e-7c3a-9f00-5a1e00000001',
  subject: '0191d1a0-5b1e-7c3a-9f00-00000000a001',
  sequence: 1,
  correlationId: 'request',
  causationId: undefined,
  data: {
    leadId: '0191d1a0-5b1e-7c3a-9f00-00000000a001',
    externalId: null,
    firstName: 'Ana',
    lastName: null,
    email: 'ana.souza@example.com',
    phone: null,
    company: null,
    jobTitle: null,
    address: null,
    property: null,
    budget: null,
    customFields: null,
    sourceMetadata: null,
    timeZone: 'America/Sao_Paulo',
    source: 'organic_search',
    status: 'new',
    capturedAt: '2018-02-01T00:00:00.000Z',
    consents: [],
    importId: null,
  },
};
const nobody = { ...event.data, firstName: null, email: null };
const encoded = encodeEvent(leadCapturedV1, event, undefined, crypt);
const record = (value: string, headers: Record<string, string> = {}) => ({
  headers: { ...encoded.headers, ...headers },
  value: Buffer.from(value),
});
const decode = (value: string, opening?: Opening, headers?: Record<string, string>) =>
  decodeEvent(leadCapturedV1, record(value, headers), opening);
const withSealed = (sealed: unknown): string => JSON.stringify({ ...(JSON.parse(encoded.value) as object), sealed });
const sealedText = (JSON.parse(encoded.value) as { sealed: string }).sealed;
/** Sealed as it should be, but not what it should be. */
const sealing = (plain: string): string => {
  const context = Buffer.from([event.tenantId, event.id, event.type, KEY_ID].join('\n'));
  return Buffer.concat([Buffer.from([1]), crypt.seal(Buffer.from(plain), context)]).toString('base64url');
};

describe('a sealed record', () => {
  it('holds no personal value or name, and says which key opens it', () => {
    const { sealed, ...open } = JSON.parse(encoded.value) as Record<string, unknown>;
    expect(Object.keys(open)).toEqual(['leadId', 'timeZone', 'source', 'status', 'capturedAt', 'consents', 'importId']);
    expect(encoded.headers['ce_personkey']).toBe(KEY_ID);
    expect(sealed).toBe(sealing('{"firstName":"Ana","email":"ana.souza@example.com"}'));
  });

  it('opens to the event, values that were not given being null', () => {
    expect(decode(encoded.value, crypt)).toEqual({ ok: true, value: event });
  });

  it.each(['erased', 'omitted'] as const)('has null in every personal field when they are %s', (opening) => {
    expect(decode(encoded.value, opening)).toEqual({ ok: true, value: { ...event, data: nobody } });
  });

  it('seals nothing where there is nothing, and then names no key', () => {
    const empty = encodeEvent(leadCapturedV1, { ...event, data: nobody }, undefined, crypt);
    expect(empty.value).not.toContain('sealed');
    expect(empty.headers).not.toHaveProperty('ce_personkey');
    expect(decodeEvent(leadCapturedV1, { ...empty, value: Buffer.from(empty.value) })).toMatchObject({ ok: true, value: { data: nobody } });
  });

  it('of an erased person is written without personal fields', () => {
    const erased = encodeEvent(leadCapturedV1, event, undefined, 'erased');
    expect(erased.value).not.toMatch(/Ana|sealed/);
    expect(erased.headers).not.toHaveProperty('ce_personkey');
  });

  it('is what another implementation makes of it: Python, cryptography 48, AESGCM', () => {
    const golden = 'Acr-ur76ztut3sr4iPA-lbwToQ-sMEtbRL9TJYmDvwmtz7xWejf2qKLOCjr24-P3p60l1xbpEvVYegpechm-jkFy5CaKncANfTVLGT1-Imk';
    expect(sealedText).toBe(golden);
    expect(decode(withSealed(golden), crypt)).toEqual({ ok: true, value: event });
  });
});

describe('an older record', () => {
  it('that stands in the open is read as it was', () => {
    const open = encodeEvent(leadCapturedV1, event);
    expect(open.headers).not.toHaveProperty('ce_personkey');
    expect(decode(open.value, undefined, { ce_personkey: KEY_ID })).toEqual({ ok: true, value: event });
    expect(decode(open.value, crypt)).toEqual({ ok: true, value: event });
  });

  it('shows nothing to a group that wants no personal fields', () => {
    expect(decode(encodeEvent(leadCapturedV1, event).value, 'omitted')).toMatchObject({ ok: true, value: { data: nobody } });
  });
});

describe('hostile bytes', () => {
  it.each<[string, string, Opening | undefined, string]>([
    ['no key at hand', encoded.value, undefined, 'sealed_body:no_key'],
    ['another key', encoded.value, cryptOf(Buffer.alloc(32, 1)), 'sealed_body:tampered'],
    ['a number', withSealed(7), crypt, 'sealed_body:malformed'],
    ['null', withSealed(null), crypt, 'sealed_body:malformed'],
    ['nothing', withSealed(''), crypt, 'sealed_body:malformed'],
    ['padding', withSealed(`${sealedText}=`), crypt, 'sealed_body:malformed'],
    ['another version', withSealed(`Ag${sealedText.slice(2)}`), crypt, 'sealed_body:version'],
    ['too few bytes', withSealed(sealedText.slice(0, 20)), crypt, 'sealed_body:tampered'],
    [
      'one letter changed',
      withSealed(`${sealedText.slice(0, 40)}${sealedText[40] === 'A' ? 'B' : 'A'}${sealedText.slice(41)}`),
      crypt,
      'sealed_body:tampered',
    ],
    ['sealed text that is no JSON', withSealed(sealing('{')), crypt, 'sealed_body:content'],
    ['a sealed list', withSealed(sealing('[]')), crypt, 'sealed_body:content'],
    ['a sealed value of the wrong shape', withSealed(sealing('{"email":"nobody"}')), crypt, 'schema_violation:email'],
  ])('give a problem: %s', (_what, value, opening, problem) => {
    expect(decode(value, opening)).toEqual({ ok: false, problem });
  });

  it.each([
    { ce_id: '0191d1a0-5b1e-7c3a-9f00-000000000002' },
    { ce_tenantid: '0191d1a0-5b1e-7c3a-9f00-5a1e00000002' },
    { ce_personkey: '0191d1a0-5b1e-7c3a-9f00-00000000ee02' },
  ])('cannot move a sealed text to another record: %p', (headers) => {
    expect(decode(encoded.value, crypt, headers)).toEqual({ ok: false, problem: 'sealed_body:tampered' });
  });

  it('cannot name a key that is none', () => {
    expect(decode(encoded.value, crypt, { ce_personkey: '../../etc' })).toEqual({ ok: false, problem: 'bad_header:ce_personkey' });
  });

  it('cannot seal fields that are not personal, or a prototype', () => {
    const smuggled = sealing('{"leadId":"0191d1a0-5b1e-7c3a-9f00-00000000a999","__proto__":{"email":"x@example.com"},"firstName":"Eve"}');
    expect(decode(withSealed(smuggled), crypt)).toMatchObject({
      ok: true,
      value: { data: { leadId: event.data.leadId, firstName: 'Eve', email: null } },
    });
  });
});

describe('the person of an event', () => {
  const dnc = {
    entryId: event.id,
    kind: 'phone',
    value: '+5511987654321',
    channels: [],
    reason: 'r',
    expiresAt: null,
    addedAt: event.data.capturedAt,
  };

  it('is named by fields of the data', () => {
    expect(personOf(leadCapturedV1, event.data)).toBe(`lead:${event.data.leadId}`);
    expect(personOf(dncAddedV1, dnc)).toBe('phone:+5511987654321');
  });

  it('is nobody when nothing is known of anybody', () => {
    expect(personOf(leadCapturedV1, nobody)).toBeUndefined();
    expect(personOf(dncAddedV1, { ...dnc, value: null, reason: null })).toBeUndefined();
  });

  it('must be there when something is', () => {
    expect(() => personOf(dncAddedV1, { ...dnc, value: null })).toThrow(RangeError);
  });

  it.each(['leadId', 'lead:leadId', 'lead:{other}', 'lead:{leadId}:x'])('cannot be declared as %s', (person) => {
    const declared = {
      type: 'lead.seen',
      version: 1,
      producer: 'lead',
      topic: leadTopic,
      aggregate: 'leadId',
      data: z.object({ leadId: z.uuid() }),
    } as const;
    expect(() => defineEvent({ ...declared, person: person as 'lead:{leadId}' })).toThrow(RangeError);
  });

  it('leaves the name of the sealed field to nobody else', () => {
    const data = z.object({ leadId: z.uuid(), sealed: z.string() });
    expect(() => defineEvent({ type: 'lead.seen', version: 1, producer: 'lead', topic: leadTopic, aggregate: 'leadId', data })).toThrow(
      RangeError,
    );
  });
});
