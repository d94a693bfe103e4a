import { describe, expect, it } from '@jest/globals';
import { type CommittedEvent, judge, type TopicRecord } from './judge.js';

const committed = (version: number, key = 't:a'): CommittedEvent => ({ topic: 'x', key, version, type: 'a.b', digest: `d${version}` });
const record = (version: number, other: Partial<TopicRecord> = {}): TopicRecord => ({
  ...committed(version),
  partition: 0,
  eventId: `id${version}`,
  headerKey: 't:a',
  sequence: version,
  ...other,
});
const flawless = { duplicates: 0, lost: [], uncommitted: [], outOfOrder: [], doubled: [], garbled: [] };
const three = [committed(1), committed(2), committed(3)];

describe('the judge', () => {
  it('has nothing to say when all is there in order, whatever lies between', () => {
    const other = [committed(1, 't:b'), committed(2, 't:b')];
    const records = [
      record(1),
      record(1, { key: 't:b', headerKey: 't:b' }),
      record(2),
      record(3),
      record(2, { key: 't:b', headerKey: 't:b' }),
    ];
    expect(judge([...three, ...other], records)).toEqual({ ...flawless, records: 5 });
  });

  it('names what is missing', () => {
    expect(judge(three, [record(1), record(3)])).toMatchObject({ ...flawless, lost: ['x t:a 2'] });
  });

  it('names what nobody committed', () => {
    expect(judge([committed(1)], [record(1), record(2)])).toMatchObject({ ...flawless, uncommitted: ['x t:a 2'] });
  });

  it('counts a whole stretch that is sent again, and minds its order only the first time', () => {
    const records = [record(1), record(2), record(1), record(2), record(3)];
    expect(judge(three, records)).toMatchObject({ ...flawless, duplicates: 2 });
  });

  it('names what first came after a later one, and not the later one', () => {
    expect(judge(three, [record(1), record(3), record(2), record(3)])).toMatchObject({
      ...flawless,
      duplicates: 1,
      outOfOrder: ['x t:a 2'],
    });
  });

  it('takes the same event under another id for a second one', () => {
    expect(judge([committed(1)], [record(1), record(1, { eventId: 'other' })])).toMatchObject({ ...flawless, doubled: ['x t:a 1'] });
  });

  it.each<[string, Partial<TopicRecord>]>([
    ['body', { digest: 'other' }],
    ['type', { type: 'b.c' }],
    ['tenant in the headers', { headerKey: 'u:a' }],
    ['sequence', { sequence: 7 }],
    ['partition', { partition: 1 }],
  ])('names a record with another %s', (_, other) => {
    expect(judge([committed(1), committed(2)], [record(1), record(2, other)])).toMatchObject({ ...flawless, garbled: ['x t:a 2'] });
  });
});
