import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { contractName, type EventContract } from '@leadstream/contracts';

/** A record as any producer with access to the topic could write it. */
export interface RawRecord {
  readonly key: string | Buffer | null;
  readonly value: string | Buffer | null;
  readonly headers: Readonly<Record<string, string | Buffer | (string | Buffer)[]>>;
}

/** A record that is no proper event of its contract, and what must become of it in a group that reads the contract. */
export interface Poison {
  readonly name: string;
  readonly record: RawRecord;
  /**
   * The reason of its dead letter. `settled`: either a dead letter or handled, for the contract allows it and only some groups
   * mind. `passed_over`: it is of a type that nobody reads.
   */
  readonly becomes: RegExp | 'settled' | 'passed_over';
}

/** Stands for personal data in whatever a poison record holds; must not be seen again but in the dead letter's own body and headers. */
export const POISON_CANARY = 'zz-canary-4711@example.org';

const CONTRACT_FIXTURES = new URL('../../../libs/contracts/fixtures/', import.meta.url);
const REQUIRED_HEADERS = ['specversion', 'id', 'dataversion', 'source', 'time', 'subject', 'tenantid', 'sequence', 'correlationid'].map(
  (name) => `ce_${name}`,
);
const LARGE = 900_000;
/** Together with the rest of the record just below the broker's limit, so that nothing can be added to it. */
const FULL = 1_047_000;

interface Fixture {
  readonly headers: Readonly<Record<string, string>>;
  readonly value: Readonly<Record<string, unknown>>;
}

function fixtureOf(contract: EventContract): Fixture {
  return JSON.parse(readFileSync(new URL(`${contractName(contract)}.json`, CONTRACT_FIXTURES), 'utf8')) as Fixture;
}

/** A proper event with an id and an aggregate of its own. */
export function soundRecord(contract: EventContract, tenantId: string): RawRecord & { readonly id: string; readonly value: string } {
  const { headers, value } = fixtureOf(contract);
  const [id, subject] = [randomUUID(), randomUUID()];
  return {
    id,
    key: `${tenantId}:${subject}`,
    // Rows go to the month of receipt, and a topic holds no record that is older than its retention.
    value: JSON.stringify({
      ...value,
      ...('receivedAt' in value && { receivedAt: new Date().toISOString() }),
      [contract.aggregate]: subject,
    }),
    headers: { ...headers, ce_id: id, ce_subject: subject, ce_tenantid: tenantId },
  };
}

type Sound = ReturnType<typeof soundRecord>;
type Body = readonly [name: string, becomes: Poison['becomes'], make: (sound: Sound, aggregate: string) => string | Buffer | null];

const withField = (sound: Sound, json: string): string => sound.value.replace(/}$/, `,${json}}`);
const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);

const BODIES: readonly Body[] = [
  ['bad JSON', /^malformed_json$/, () => `{"email":"${POISON_CANARY}"`],
  ['no UTF-8', /^invalid_utf8$/, () => Buffer.concat([Buffer.from(`{"${POISON_CANARY}`), Buffer.from([0xff, 0xfe]), Buffer.from('":1}')])],
  ['UTF-16', /^(malformed_json|invalid_utf8)$/, (sound) => Buffer.from(sound.value, 'utf16le')],
  ['a NUL byte', /^malformed_json$/, (sound) => `${sound.value}\0`],
  ['an escaped NUL in its id', /^schema_violation:/, (_, aggregate) => `{"${aggregate}":"\\u0000"}`],
  [
    'an escaped NUL in every text',
    'settled',
    (sound) => sound.value.replaceAll(/"(phone|lastName|reason|source)":"[^"]*"/g, '"$1":"\\u0000"'),
  ],
  ['half of a surrogate pair', 'settled', (sound) => withField(sound, '"extra":"\\ud800"')],
  ['__proto__ alone', /^schema_violation:/, (sound) => `{"__proto__":${sound.value},"constructor":{"prototype":{"polluted":true}}}`],
  ['__proto__ besides', 'settled', (sound) => withField(sound, '"__proto__":{"polluted":true}')],
  ['an empty body', /^malformed_json$/, () => Buffer.alloc(0)],
  ['no body', /^missing_body$/, () => null],
  ['a list', /^schema_violation:/, (sound) => `[${sound.value}]`],
  ['the word null', /^schema_violation:/, () => 'null'],
  ['a bare text', /^schema_violation:/, () => JSON.stringify(POISON_CANARY)],
  ['a number beyond all numbers', /^schema_violation:/, (_, aggregate) => `{"${aggregate}":1e400}`],
  ['100,000 digits', 'settled', (sound) => withField(sound, `"extra":${'9'.repeat(100_000)}`)],
  ['900 kB of one letter', /^malformed_json$/, () => 'a'.repeat(LARGE)],
  ['900 kB in one field', 'settled', (sound) => withField(sound, `"extra":"${'a'.repeat(LARGE)}"`)],
  ['10,000 levels', /^(schema_violation:|malformed_json)/, () => nested(10_000)],
  ['10,000 levels in a field', 'settled', (sound) => withField(sound, `"extra":${nested(10_000)}`)],
  ['10,000 levels for its id', /^(schema_violation:|malformed_json)/, (_, aggregate) => `{"${aggregate}":${nested(10_000)}}`],
  ['10,000 fields', 'settled', (sound) => withField(sound, Array.from({ length: 10_000 }, (_, n) => `"f${n}":${n}`).join())],
  ['a field twice, the right one last', 'settled', (sound, aggregate) => sound.value.replace('{', `{"${aggregate}":"${randomUUID()}",`)],
  ['a field twice, the wrong one last', /^subject_mismatch$/, (sound, aggregate) => withField(sound, `"${aggregate}":"${randomUUID()}"`)],
  ['a byte order mark', 'settled', (sound) => `\ufeff${sound.value}`],
  ['a key that is personal', /^schema_violation:/, () => `{"${POISON_CANARY}":1}`],
];

type Headers = readonly [name: string, becomes: Poison['becomes'], changes: RawRecord['headers']];

const bad = (name: string, value: string | Buffer | (string | Buffer)[]): Headers => [
  `${name} ${JSON.stringify(String(value)).slice(0, 30)}`,
  new RegExp(`^bad_header:${name}$`),
  { [name]: value },
];

const HEADERS: readonly Headers[] = [
  bad('ce_id', POISON_CANARY),
  bad('ce_id', ['a', 'b']),
  bad('ce_tenantid', "'; DROP TABLE inbox; --"),
  bad('ce_tenantid', `${randomUUID()}\0`),
  bad('ce_subject', Buffer.from([0xc3, 0x28])),
  bad('ce_subject', 's'.repeat(301)),
  bad('ce_time', '2026-13-01T00:00:00Z'),
  bad('ce_time', '+292278994-08-17T07:12:55Z'),
  bad('ce_sequence', '-1'),
  bad('ce_sequence', '1e3'),
  bad('ce_sequence', '99999999999999999'),
  bad('ce_dataversion', 'one'),
  bad('ce_specversion', '0.3'),
  bad('ce_source', Buffer.from([0, 1, 2])),
  bad('ce_correlationid', `${POISON_CANARY} and more`),
  bad('ce_causationid', 'not an id'),
  ['a version that does not exist', /^unsupported_version$/, { ce_dataversion: '999999999999999' }],
  ['the version before the first', /^unsupported_version$/, { ce_dataversion: '0' }],
  ['another subject', /^subject_mismatch$/, { ce_subject: randomUUID() }],
  ['the number 0', 'settled', { ce_sequence: '0' }],
  ['a number above what JavaScript counts exactly', 'settled', { ce_sequence: '9999999999999999' }],
  ['the last day of the calendar', 'settled', { ce_time: '9999-12-31T23:59:59.999Z' }],
  ['the first day of the calendar', 'settled', { ce_time: '0000-01-01T00:00:00Z' }],
  ['a trace that is none', 'settled', { traceparent: '00-0-0-00' }],
  ['a tenant that nobody knows', 'settled', { ce_tenantid: randomUUID() }],
  ['a header named __proto__', 'settled', Object.fromEntries([['__proto__', POISON_CANARY]])],
  ['1,000 headers', 'settled', Object.fromEntries(Array.from({ length: 1_000 }, (_, n) => [`x-${n}`, 'x'.repeat(100)]))],
  ['a type that nobody publishes', 'passed_over', { ce_type: 'lead.abducted' }],
  ['a type named like a method', 'passed_over', { ce_type: 'constructor' }],
  ['a type named __proto__', 'passed_over', { ce_type: '__proto__' }],
  ['an empty type', 'passed_over', { ce_type: '' }],
];

/** Where key, headers or all of it are at fault. */
function wholeRecords(sound: () => Sound): readonly (readonly [name: string, becomes: Poison['becomes'], record: RawRecord])[] {
  const without = (name: string): RawRecord => {
    const record = sound();
    return { ...record, headers: Object.fromEntries(Object.entries(record.headers).filter(([header]) => header !== name)) };
  };
  const full = (headers: RawRecord['headers']): RawRecord => ({ ...sound(), headers: { ...sound().headers, ...headers }, value: '{' });
  return [
    ['no ce_type', /^missing_header:ce_type$/, without('ce_type')],
    ...REQUIRED_HEADERS.map((name) => [`no ${name}`, new RegExp(`^missing_header:${name}$`), without(name)] as const),
    ['no key', 'settled', { ...sound(), key: null }],
    ['a key of any bytes', 'settled', { ...sound(), key: Buffer.from([0xff, 0, 0xfe]) }],
    ['a header that fills it', /^malformed_json$/, full({ 'x-bomb': 'x'.repeat(FULL) })],
    ['a key that fills it', /^malformed_json$/, { ...full({}), key: 'k'.repeat(FULL) }],
  ];
}

const isLarge = ({ record: { key, value, headers } }: Poison): boolean =>
  [key, value, ...Object.values(headers)].some((part) => (part?.length ?? 0) >= LARGE);

/**
 * Every kind of poison, made from proper events of the contract; of the kinds of a megabyte, whose size is what matters, one.
 * @param turn which one of those
 */
export function poisonsOf(contract: EventContract, tenantId: string, turn: number): Poison[] {
  const sound = (): Sound => soundRecord(contract, tenantId);
  const bodies = BODIES.map(([name, becomes, make]): Poison => {
    const record = sound();
    return { name, becomes, record: { ...record, value: make(record, contract.aggregate) } };
  });
  const headers = HEADERS.map(([name, becomes, changes]): Poison => {
    const record = sound();
    return { name, becomes, record: { ...record, headers: { ...record.headers, ...changes } } };
  });
  const whole = wholeRecords(sound).map(([name, becomes, record]): Poison => ({ name, becomes, record }));
  const { large = [], small = [] } = Object.groupBy([...bodies, ...headers, ...whole], (poison) => (isLarge(poison) ? 'large' : 'small'));
  return [...small, ...large.slice(turn % large.length).slice(0, 1)];
}
