import { isUtf8 } from 'node:buffer';
import type { z } from 'zod';
import type { DataOf, EventContract, EventOf } from './define-event.js';
import { type Fields, joinPersonal, SEALED_FIELD, splitPersonal } from './personal-fields.js';
import { openFields, type PersonalOpener, type PersonalSealer, type SealedProblem, sealFields } from './sealed-body.js';

/** Record headers as any Kafka client hands them over. */
export type RecordHeaders = Readonly<Record<string, Uint8Array | string | readonly (Uint8Array | string)[] | null | undefined>>;

/** An event as a Kafka record, CloudEvents 1.0 binary binding: attributes in headers, JSON in the body. */
export interface EncodedEvent {
  /** `tenantId:aggregateId`: everything about one aggregate lies in one partition. */
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly value: string;
}

/** Everything about an event but its data. */
export interface EventEnvelope extends Omit<EventOf<EventContract>, 'data'> {
  /** W3C trace context of the work that published it; undefined when absent or malformed. */
  readonly traceparent: string | undefined;
  /** Id of the key that the personal fields are sealed with; undefined when none are. */
  readonly personKeyId: string | undefined;
}

/** Why a record is not an event. A stable code; holds header and field names, never values. */
export type DecodeProblem =
  | `missing_header:${string}`
  | `bad_header:${string}`
  | 'unsupported_version'
  | 'missing_body'
  | 'invalid_utf8'
  | 'malformed_json'
  | 'subject_mismatch'
  | `sealed_body:${SealedProblem}`
  | `schema_violation:${string}`;

export type Decoded<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: DecodeProblem };

export const EVENT_TYPE_HEADER = 'ce_type';
const PERSON_KEY_HEADER = 'ce_personkey';
const ACTOR_HEADER = 'ce_actor';

/** How the personal fields of an event are written; `erased`: not at all, since the person's key was destroyed. */
export type Sealing = PersonalSealer | 'erased';
/** How they are read; `erased` and `omitted`: as null, whatever the record holds. */
export type Opening = PersonalOpener | 'erased' | 'omitted';

const SPEC_VERSION = /^1\.0$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const TRACEPARENT = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;
const TOKEN = /^[\x21-\x7e]{1,200}$/;
const ACTOR = /^(member|api-key|system):[\x21-\x7e]{1,180}$/;
const COUNT = /^(0|[1-9]\d{0,15})$/;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/;
/** Printable, any script, no control characters and no trace of broken UTF-8. */
const SUBJECT = /^[^\p{Cc}\ufffd]{1,300}$/u;

/**
 * Encodes an event for its topic. `data` is parsed by the contract, so nothing undeclared is ever published. A correlation id
 * that cannot stand in a header, which a client may have chosen, gives way to the event's own id; an actor that cannot is left out.
 * @param sealing where the personal fields go; without it they stand in the body like all others
 * @throws z.ZodError when the data break the contract, RangeError when the subject cannot stand in a header: bugs of the producer
 */
export function encodeEvent<C extends EventContract>(
  contract: C,
  event: EventOf<C>,
  traceparent?: string,
  sealing?: Sealing,
): EncodedEvent {
  const body = bodyOf(contract, event, sealing);
  const value = JSON.stringify(body);
  if (!SUBJECT.test(event.subject)) throw new RangeError(`${contract.type}: ${contract.aggregate} cannot be the subject of an event`);
  const headers: Record<string, string> = {
    ce_specversion: '1.0',
    ce_id: event.id,
    ce_type: contract.type,
    ce_dataversion: String(contract.version),
    ce_source: event.source,
    ce_time: event.time.toISOString(),
    ce_subject: event.subject,
    ce_tenantid: event.tenantId,
    ce_sequence: String(event.sequence),
    ce_correlationid: TOKEN.test(event.correlationId) ? event.correlationId : event.id,
    'content-type': 'application/json',
  };
  if (event.causationId !== undefined) headers['ce_causationid'] = event.causationId;
  if (event.actor !== undefined && ACTOR.test(event.actor)) headers[ACTOR_HEADER] = event.actor;
  if (traceparent !== undefined) headers['traceparent'] = traceparent;
  if (typeof sealing === 'object' && SEALED_FIELD in body) headers[PERSON_KEY_HEADER] = sealing.keyId;
  return { key: `${event.tenantId}:${event.subject}`, headers, value };
}

function bodyOf(contract: EventContract, event: EventOf<EventContract>, sealing: Sealing | undefined): Fields {
  const data = contract.data.parse(event.data);
  if (sealing === undefined) return data;
  const { open, personal } = splitPersonal(contract, data);
  if (personal === undefined || sealing === 'erased') return open;
  return { ...open, [SEALED_FIELD]: sealFields(personal, event, sealing) };
}

class BadRecord extends Error {
  constructor(readonly problem: DecodeProblem) {
    super(problem);
  }
}

function attempt<T>(decode: () => T): Decoded<T> {
  try {
    return { ok: true, value: decode() };
  } catch (error) {
    if (error instanceof BadRecord) return { ok: false, problem: error.problem };
    throw error;
  }
}

type HeaderEncoding = 'latin1' | 'utf8';

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function headerText(value: RecordHeaders[string], encoding: HeaderEncoding): string | undefined {
  if (typeof value === 'string') return value;
  return value instanceof Uint8Array ? bufferOf(value).toString(encoding) : undefined;
}

function header(headers: RecordHeaders, name: string, pattern: RegExp, encoding: HeaderEncoding): string {
  const raw = headers[name];
  if (raw === undefined || raw === null) throw new BadRecord(`missing_header:${name}`);
  const text = headerText(raw, encoding);
  if (text === undefined || !pattern.test(text)) throw new BadRecord(`bad_header:${name}`);
  return text;
}

/** Of a pattern that allows ASCII only: then Latin-1 reads as UTF-8 would, in half the time. */
const asciiHeader = (headers: RecordHeaders, name: string, pattern: RegExp): string => header(headers, name, pattern, 'latin1');

function instant(headers: RecordHeaders): Date {
  const time = new Date(asciiHeader(headers, 'ce_time', INSTANT));
  if (Number.isNaN(time.getTime())) throw new BadRecord('bad_header:ce_time');
  return time;
}

/** The event type alone, for records that are likely not wanted; undefined when the record does not say. */
export function peekType(headers: RecordHeaders): string | undefined {
  return headerText(headers[EVENT_TYPE_HEADER], 'latin1');
}

function envelopeOf(headers: RecordHeaders): EventEnvelope {
  asciiHeader(headers, 'ce_specversion', SPEC_VERSION);
  const traceparent = headerText(headers['traceparent'], 'latin1');
  const actor = headerText(headers[ACTOR_HEADER], 'latin1');
  return {
    id: asciiHeader(headers, 'ce_id', UUID),
    type: asciiHeader(headers, EVENT_TYPE_HEADER, TOKEN),
    version: Number(asciiHeader(headers, 'ce_dataversion', COUNT)),
    source: asciiHeader(headers, 'ce_source', TOKEN),
    time: instant(headers),
    tenantId: asciiHeader(headers, 'ce_tenantid', UUID),
    subject: header(headers, 'ce_subject', SUBJECT, 'utf8'),
    sequence: Number(asciiHeader(headers, 'ce_sequence', COUNT)),
    correlationId: asciiHeader(headers, 'ce_correlationid', TOKEN),
    causationId: headers['ce_causationid'] == null ? undefined : asciiHeader(headers, 'ce_causationid', TOKEN),
    actor: actor !== undefined && ACTOR.test(actor) ? actor : undefined,
    traceparent: traceparent !== undefined && TRACEPARENT.test(traceparent) ? traceparent : undefined,
    personKeyId: headers[PERSON_KEY_HEADER] == null ? undefined : asciiHeader(headers, PERSON_KEY_HEADER, UUID),
  };
}

/** Reads the headers only; the body stays untouched. */
export function decodeEnvelope(headers: RecordHeaders): Decoded<EventEnvelope> {
  return attempt(() => envelopeOf(headers));
}

/** Only names that a contract could have declared are repeated; keys that came with the record may be personal. */
function fieldPath(error: z.ZodError): string {
  const path = error.issues[0]?.path ?? [];
  return path.map((part) => (/^[A-Za-z][A-Za-z0-9]{0,40}$/.test(String(part)) || typeof part === 'number' ? String(part) : '*')).join('.');
}

const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/** What RFC 8259 lets a reader do with a byte order mark: leave it out. */
function withoutMark(bytes: Buffer): Buffer {
  return bytes[0] === BYTE_ORDER_MARK[0] && bytes.subarray(0, 3).equals(BYTE_ORDER_MARK) ? bytes.subarray(3) : bytes;
}

function bodyText(value: Uint8Array | null): string {
  if (value === null) throw new BadRecord('missing_body');
  if (!isUtf8(value)) throw new BadRecord('invalid_utf8');
  return withoutMark(bufferOf(value)).toString('utf8');
}

function parseText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new BadRecord('malformed_json');
  }
}

function parseData<C extends EventContract>(contract: C, body: unknown): DataOf<C> {
  let parsed: z.ZodSafeParseResult<DataOf<C>>;
  try {
    parsed = contract.data.safeParse(body) as z.ZodSafeParseResult<DataOf<C>>;
  } catch {
    throw new BadRecord('schema_violation:(nesting)');
  }
  if (!parsed.success) throw new BadRecord(`schema_violation:${fieldPath(parsed.error)}`);
  return parsed.data;
}

/** The personal fields that a body brings, sealed or, from older producers, as they are. */
function personalOf({ personKeyId, ...place }: EventEnvelope, body: Fields, opening: Opening | undefined): Fields {
  if (typeof opening === 'string') return {};
  const sealed = body[SEALED_FIELD];
  if (sealed === undefined) return body;
  if (personKeyId === undefined || opening === undefined) throw new BadRecord('sealed_body:no_key');
  const fields = openFields(sealed, place, personKeyId, opening);
  if (typeof fields === 'string') throw new BadRecord(`sealed_body:${fields}`);
  return fields;
}

function unsealed(contract: EventContract, envelope: EventEnvelope, body: unknown, opening: Opening | undefined): unknown {
  if (contract.person === undefined || typeof body !== 'object' || body === null) return body;
  return joinPersonal(contract, body as Fields, personalOf(envelope, body as Fields, opening));
}

/**
 * Reads the body of a record whose envelope is known. Hostile bytes give a problem, never an exception.
 * @param opening the key of `envelope.personKeyId`; needed for a record that is sealed
 */
export function decodeBody<C extends EventContract>(
  contract: C,
  envelope: EventEnvelope,
  value: Uint8Array | null,
  opening?: Opening,
): Decoded<EventOf<C>> {
  return attempt(() => {
    if (envelope.type !== contract.type) throw new BadRecord('bad_header:ce_type');
    if (envelope.version !== contract.version) throw new BadRecord('unsupported_version');
    const data = parseData(contract, unsealed(contract, envelope, parseText(bodyText(value)), opening));
    if ((data as Record<string, unknown>)[contract.aggregate] !== envelope.subject) throw new BadRecord('subject_mismatch');
    const { id, type, version, source, time, tenantId, subject, sequence, correlationId, causationId, actor } = envelope;
    return { id, type, version, source, time, tenantId, subject, sequence, correlationId, causationId, actor, data };
  });
}

/** Envelope and body in one step. */
export function decodeEvent<C extends EventContract>(
  contract: C,
  record: { readonly headers: RecordHeaders; readonly value: Uint8Array | null },
  opening?: Opening,
): Decoded<EventOf<C>> {
  const envelope = decodeEnvelope(record.headers);
  return envelope.ok ? decodeBody(contract, envelope.value, record.value, opening) : envelope;
}

/** An event as it lies in its topic, of whatever type: what is sealed of it is unopened, and its body is held against no contract. */
export interface RecordedEvent extends EventEnvelope {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  /** The body, as it was published. */
  readonly body: string;
  /** The body, parsed; what is sealed stands under `SEALED_FIELD`. */
  readonly data: Fields;
}

/** Where a record lies, and its bytes. */
export interface RecordAt extends Pick<RecordedEvent, 'topic' | 'partition' | 'offset'> {
  readonly value: Uint8Array | null;
}

/** Reads a record whose envelope is known for those who keep records as they are. Hostile bytes give a problem, never an exception. */
export function decodeRecorded(envelope: EventEnvelope, { topic, partition, offset, value }: RecordAt): Decoded<RecordedEvent> {
  return attempt(() => {
    const body = bodyText(value);
    const data = parseText(body);
    if (typeof data !== 'object' || data === null || Array.isArray(data)) throw new BadRecord('schema_violation:');
    return { ...envelope, topic, partition, offset, body, data: data as Fields };
  });
}
