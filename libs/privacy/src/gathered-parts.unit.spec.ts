import { describe, expect, it } from '@jest/globals';
import { type GatheredPart, type GatheredRecord, PART_BYTES, partsOf } from './gathered-parts.js';

async function* each(records: readonly GatheredRecord[]): AsyncGenerator<GatheredRecord> {
  for (const record of records) yield await Promise.resolve(record);
}

async function dealt(records: readonly GatheredRecord[]): Promise<GatheredPart[]> {
  const parts: GatheredPart[] = [];
  for await (const part of partsOf(each(records))) parts.push(part);
  return parts;
}

const note = (text: string): GatheredRecord => ({ store: 'notes', fields: { text } });
const bytesOf = ({ records }: GatheredPart): number => records.reduce((sum, record) => sum + Buffer.byteLength(JSON.stringify(record)), 0);

describe('parts of an answer', () => {
  it('are one empty last one where nothing is kept', async () => {
    expect(await dealt([])).toEqual([{ part: 1, last: true, records: [] }]);
  });

  it('hold every record once, in order, none too large, and the last one says so', async () => {
    const records = Array.from({ length: 100 }, (_, n) => note(`${n} ${'ä'.repeat(10_000)}`));
    const parts = await dealt(records);
    expect(parts.flatMap((part) => part.records)).toEqual(records);
    expect(parts.map(({ part }) => part)).toEqual(parts.map((_, index) => index + 1));
    expect(parts.map(({ last }) => last)).toEqual([...parts.slice(1).map(() => false), true]);
    expect(Math.max(...parts.map(bytesOf))).toBeLessThanOrEqual(PART_BYTES);
  });

  it('carry a record that is larger than a part in pieces that make up the whole', async () => {
    const large = note('"\n€'.repeat(400_000));
    const parts = await dealt([note('before'), large, note('after')]);
    const pieces = parts.flatMap((part) => part.records).slice(1, -1);
    expect(JSON.parse(pieces.map(({ fields }) => fields['json'] as string).join(''))).toEqual(large.fields);
    expect(pieces.map(({ fields }) => [fields['piece'], fields['pieces']])).toEqual(pieces.map((_, n) => [n + 1, pieces.length]));
    expect(Math.max(...parts.map(bytesOf))).toBeLessThanOrEqual(2 * PART_BYTES);
  });
});
