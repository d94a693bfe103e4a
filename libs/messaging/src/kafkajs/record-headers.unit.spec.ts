import { expect, it } from '@jest/globals';
import { readHeaders, type RecordReader } from './record-headers.js';

type Sent = readonly [name: string, value: string | Buffer | null];

/** Zig-zag variable-length integer, as Kafka writes lengths. */
function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value < 0 ? -2 * value - 1 : 2 * value;
  for (; rest > 0x7f; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80);
  return Buffer.from([...bytes, rest]);
}

function framed(value: string | Buffer | null): Buffer[] {
  if (value === null) return [varint(-1)];
  const bytes = Buffer.from(value as string);
  return [varint(bytes.length), bytes];
}

/** Stands where kafkajs's reader stands when it comes to the headers. */
function readerOf(headers: readonly Sent[]): RecordReader {
  const before = Buffer.from('what comes before');
  const buffer = Buffer.concat([
    before,
    varint(headers.length),
    ...headers.flatMap(([name, value]) => [...framed(name), ...framed(value)]),
  ]);
  return {
    buffer,
    offset: before.length,
    readVarInt() {
      let raw = 0;
      for (let shift = 0; ; shift += 7) {
        const byte = this.buffer[this.offset++] as number;
        raw |= (byte & 0x7f) << shift;
        if (byte < 0x80) return (raw >>> 1) ^ -(raw & 1);
      }
    },
  };
}

const bytesOf = (value: unknown): unknown => (typeof value === 'string' ? Buffer.from(value) : value);
const plain = (headers: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.map(bytesOf) : bytesOf(value)]));

it('reads ASCII as text', () => {
  const headers = readHeaders(
    readerOf([
      ['ce_type', 'lead.captured'],
      ['ce_id', ''],
    ]),
  );
  expect(headers).toEqual({ ce_type: 'lead.captured', ce_id: '' });
});

it.each<[string, readonly Sent[]]>([
  [
    'bytes beyond ASCII',
    [
      ['a', 'text'],
      ['b', Buffer.from([0, 255])],
    ],
  ],
  [
    'text in any script',
    [
      ['größe', 'ß'],
      ['c', 'c'],
    ],
  ],
  [
    'values so long that their length takes two bytes',
    [
      ['a', 'x'.repeat(300)],
      ['b', 'y'],
    ],
  ],
  ['no headers', []],
])('keeps %s', (_, sent) => {
  expect(plain(readHeaders(readerOf(sent)))).toEqual(Object.fromEntries(sent.map(([name, value]) => [name, bytesOf(value)])));
});

it('keeps a header without value', () => {
  expect(
    readHeaders(
      readerOf([
        ['a', null],
        ['b', 'x'],
      ]),
    ),
  ).toEqual({ a: null, b: 'x' });
});

it('lists the values of a repeated name in their order', () => {
  expect(
    readHeaders(
      readerOf([
        ['a', '1'],
        ['b', 'x'],
        ['a', '2'],
        ['a', '3'],
      ]),
    ),
  ).toEqual({ a: ['1', '2', '3'], b: 'x' });
});

it('takes names that differ from those of the record before', () => {
  readHeaders(
    readerOf([
      ['first', '1'],
      ['second', '2'],
    ]),
  );
  expect(
    readHeaders(
      readerOf([
        ['fire', '1'],
        ['second', '2'],
        ['third', '3'],
      ]),
    ),
  ).toEqual({ fire: '1', second: '2', third: '3' });
});

it('makes a header named __proto__ a header and nothing else', () => {
  const headers = readHeaders(readerOf([['__proto__', 'x']]));
  expect(Object.getPrototypeOf(headers)).toBe(Object.prototype);
  expect(Object.getOwnPropertyDescriptor(headers, '__proto__')?.value).toBe('x');
});
