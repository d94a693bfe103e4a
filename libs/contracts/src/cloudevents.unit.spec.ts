import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { decodeEnvelope, decodeEvent, decodeRecorded, encodeEvent, peekType, type RecordHeaders } from './cloudevents.js';
import { defineEvent } from './define-event.js';
import { defineTopic } from './define-topic.js';

const topic = defineTopic({ name: 'crm.note.v1', partitions: 1, retentionDays: 1, description: 'Notes.' });
const noteAddedV1 = defineEvent({
  type: 'note.added',
  version: 1,
  producer: 'lead',
  topic,
  aggregate: 'noteId',
  data: z.object({ noteId: z.uuid(), text: z.string(), tags: z.record(z.string(), z.number()).optional(), tree: z.json().optional() }),
});

const noteId = '01890000-0000-7000-8000-000000000001';
const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
const event = {
  id: '01890000-0000-7000-8000-000000000002',
  type: 'note.added',
  version: 1,
  source: 'lead',
  time: new Date('2026-05-01T10:00:00.123Z'),
  tenantId: '01890000-0000-7000-8000-000000000003',
  subject: noteId,
  sequence: 4,
  correlationId: 'req-1',
  causationId: '01890000-0000-7000-8000-000000000004',
  data: { noteId, text: 'Grüße 👋' },
} as const;

const encoded = encodeEvent(noteAddedV1, event, traceparent);
const bytes = (text: string): Buffer => Buffer.from(text, 'utf8');
/** Headers as a client delivers them. */
const received: RecordHeaders = Object.fromEntries(Object.entries(encoded.headers).map(([name, value]) => [name, bytes(value)]));

function problemOf(headers: RecordHeaders, value: Uint8Array | null = bytes(encoded.value)): string {
  const decoded = decodeEvent(noteAddedV1, { headers, value });
  return decoded.ok ? 'none' : decoded.problem;
}

describe('encodeEvent', () => {
  it('writes CloudEvents 1.0 in binary mode, keyed by tenant and aggregate', () => {
    expect(encoded.key).toBe(`${event.tenantId}:${noteId}`);
    expect(encoded.headers).toEqual({
      ce_specversion: '1.0',
      ce_id: event.id,
      ce_type: 'note.added',
      ce_dataversion: '1',
      ce_source: 'lead',
      ce_time: '2026-05-01T10:00:00.123Z',
      ce_subject: noteId,
      ce_tenantid: event.tenantId,
      ce_sequence: '4',
      ce_correlationid: 'req-1',
      ce_causationid: event.causationId,
      'content-type': 'application/json',
      traceparent,
    });
    expect(JSON.parse(encoded.value)).toEqual(event.data);
  });

  it('publishes nothing that is not declared, and nothing of the wrong type', () => {
    const chatty = { ...event, data: { ...event.data, secret: 'x' } };
    expect(encodeEvent(noteAddedV1, chatty).value).not.toContain('secret');
    const wrong = { ...event, data: { noteId, text: 5 as unknown as string } };
    expect(() => encodeEvent(noteAddedV1, wrong)).toThrow(z.ZodError);
  });
});

describe('encodeEvent, of what a client may have chosen,', () => {
  it('writes nothing that a consumer would refuse', () => {
    const odd = encodeEvent(noteAddedV1, { ...event, correlationId: 'two words' });
    expect(odd.headers['ce_correlationid']).toBe(event.id);
    expect(() => encodeEvent(noteAddedV1, { ...event, subject: 'a\u0000b' })).toThrow(RangeError);
  });
});

describe('decodeEvent', () => {
  it('gives back what was encoded', () => {
    expect(decodeEvent(noteAddedV1, { headers: received, value: bytes(encoded.value) })).toEqual({ ok: true, value: event });
    expect(decodeEnvelope(received)).toMatchObject({ ok: true, value: { traceparent } });
  });

  it('takes a record without causation and with an unusable trace', () => {
    const { ce_causationid: _, ...headers } = received;
    expect(decodeEnvelope({ ...headers, traceparent: bytes('00-0-0-00') })).toMatchObject({
      ok: true,
      value: { causationId: undefined, traceparent: undefined },
    });
  });

  it.each(Object.keys(encoded.headers).filter((name) => name.startsWith('ce_') && name !== 'ce_causationid'))('misses %s', (name) => {
    expect(problemOf({ ...received, [name]: undefined })).toBe(`missing_header:${name}`);
  });

  it.each([
    ['ce_specversion', '0.3'],
    ['ce_id', 'not-a-uuid'],
    ['ce_type', 'note.removed'],
    ['ce_type', 'note\nadded'],
    ['ce_time', 'yesterday'],
    ['ce_time', '2026-02-31T25:00:00Z'],
    ['ce_tenantid', event.tenantId.toUpperCase().replace('0', 'G')],
    ['ce_sequence', '-1'],
    ['ce_sequence', '1e3'],
    ['ce_subject', 'a\u0000b'],
    ['ce_correlationid', 'x'.repeat(201)],
    ['ce_causationid', ' '],
  ])('refuses %s = %j', (name, value) => expect(problemOf({ ...received, [name]: bytes(value) })).toBe(`bad_header:${name}`));

  it('refuses broken UTF-8 and repeated headers', () => {
    expect(problemOf({ ...received, ce_subject: Uint8Array.from([0xff, 0x41]) })).toBe('bad_header:ce_subject');
    expect(problemOf({ ...received, ce_id: [bytes(event.id), bytes(event.id)] })).toBe('bad_header:ce_id');
  });

  it.each([
    ['missing_body', null],
    ['malformed_json', bytes('')],
    ['malformed_json', bytes('{"noteId":')],
    ['invalid_utf8', Uint8Array.from([0x22, 0xc3, 0x28, 0x22])],
    ['schema_violation:', bytes('[]')],
    ['schema_violation:text', bytes(JSON.stringify({ noteId, text: 1 }))],
    ['schema_violation:noteId', bytes('{"__proto__":{"noteId":"x"},"text":"y"}')],
    ['schema_violation:tags.*', bytes(JSON.stringify({ noteId, text: 'x', tags: { 'ada@example.com': 'y' } }))],
    ['subject_mismatch', bytes(JSON.stringify({ noteId: event.id, text: 'x' }))],
  ])('says %s', (problem, value) => expect(problemOf(received, value)).toBe(problem));

  it('reads a body behind a byte order mark', () => {
    const value = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes(encoded.value)]);
    expect(decodeEvent(noteAddedV1, { headers: received, value })).toEqual({ ok: true, value: event });
  });

  it('says which version it does not know', () => {
    expect(problemOf({ ...received, ce_dataversion: bytes('2') })).toBe('unsupported_version');
  });

  it('is not impressed by size, nesting or poisoned prototypes', () => {
    expect(problemOf(received, bytes('['.repeat(5_000_000)))).toBe('malformed_json');
    expect(problemOf(received, Buffer.alloc(10_000_000, 0))).toBe('malformed_json');
    const nested = `{"noteId":"${noteId}","text":"x","tree":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    expect(problemOf(received, bytes(nested))).toMatch(/^schema_violation:/);
    const poisoned = decodeEvent(noteAddedV1, {
      headers: received,
      value: bytes(`{"noteId":"${noteId}","text":"\\u0000","__proto__":{"isAdmin":true}}`),
    });
    expect(poisoned).toMatchObject({ ok: true, value: { data: { text: '\u0000' } } });
    expect('isAdmin' in (poisoned.ok ? poisoned.value.data : { isAdmin: true })).toBe(false);
  });
});

describe('who is behind an event', () => {
  const actorOf = (headers: RecordHeaders): string | undefined => {
    const envelope = decodeEnvelope(headers);
    return envelope.ok ? envelope.value.actor : 'refused';
  };

  it.each(['member:ada', 'api-key:01890000-0000-7000-8000-000000000009', 'system:lead.news'])('is told: %s', (actor) => {
    const { headers, value } = encodeEvent(noteAddedV1, { ...event, actor });
    expect(headers['ce_actor']).toBe(actor);
    expect(decodeEvent(noteAddedV1, { headers, value: bytes(value) })).toMatchObject({ ok: true, value: { actor } });
  });

  it('is left out when it cannot stand in a header, and never makes a record unreadable', () => {
    for (const actor of ['ada', 'member:', 'member:a b', `member:${'x'.repeat(181)}`]) {
      expect(encodeEvent(noteAddedV1, { ...event, actor }).headers).not.toHaveProperty('ce_actor');
      expect(actorOf({ ...received, ce_actor: bytes(actor) })).toBeUndefined();
    }
    expect(actorOf(received)).toBeUndefined();
  });
});

describe('a record that is kept as it is', () => {
  const place = { topic: 'crm.note.v1', partition: 3, offset: 41 };
  const kept = (value: Uint8Array | null) => {
    const envelope = decodeEnvelope({ ...received, ce_type: bytes('moon.risen'), ce_dataversion: bytes('7') });
    return envelope.ok ? decodeRecorded(envelope.value, { ...place, value }) : envelope;
  };

  it('is of any type, its body letter by letter', () => {
    const body = '{ "moon" : 1.0, "sealed":"AQID" }';
    expect(kept(bytes(body))).toMatchObject({
      ok: true,
      value: { ...place, type: 'moon.risen', version: 7, subject: noteId, body, data: { moon: 1, sealed: 'AQID' } },
    });
  });

  it.each([
    ['missing_body', null],
    ['invalid_utf8', Uint8Array.from([0x22, 0xc3, 0x28, 0x22])],
    ['malformed_json', bytes('{')],
    ['schema_violation:', bytes('[1]')],
    ['schema_violation:', bytes('null')],
  ])('says %s', (problem, value) => expect(kept(value)).toEqual({ ok: false, problem }));
});

it('peeks at the type without reading anything else', () => {
  expect(peekType({ ce_type: bytes('x') })).toBe('x');
  expect(peekType({})).toBeUndefined();
  expect(peekType({ ce_type: [bytes('x')] })).toBeUndefined();
});
