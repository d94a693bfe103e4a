import { describe, expect, it } from '@jest/globals';
import { dncLoadReceivedV1, dncLoadRefusedV1 } from '@leadstream/contracts';
import { heedListedAt, refusedOutcome, refuseOutdated, refuseShrinking, refuseUnfit, toldReceipt, toldRefusal } from './load.rules.js';

const now = new Date('2026-11-20T12:00:00Z');
const list = { source: 'us-national', version: 2, listedAt: new Date('2026-11-10T00:00:00Z'), loadId: 'l', size: 1_000 };
const load = {
  id: 'l',
  source: 'us-national',
  mode: 'full' as const,
  listedAt: now,
  since: null,
  allowShrink: false,
  totalBytes: 1,
  attempts: 1,
};
const delta = { ...load, mode: 'delta' as const, since: list.listedAt };
const failing = (code: string) => expect.objectContaining({ code: `COMPLIANCE.${code}` });

describe('when a list was got', () => {
  it('is what is said, or now when a clock is a little ahead', () => {
    expect(heedListedAt('2026-11-01T00:00:00Z', now)).toEqual(new Date('2026-11-01T00:00:00Z'));
    expect(heedListedAt('2026-11-20T12:05:00Z', now)).toEqual(now);
  });

  it('does not lie in the future', () => {
    expect(() => heedListedAt('2026-11-20T12:05:01Z', now)).toThrow(failing('DNC_LOAD_OPTIONS'));
  });

  it('is not before that of the list that holds', () => {
    expect(() => refuseOutdated(list, new Date('2026-11-09T23:59:59Z'))).toThrow(failing('DNC_LOAD_OUTDATED'));
    expect(() => refuseOutdated(list, list.listedAt)).not.toThrow();
    expect(() => refuseOutdated(undefined, new Date(0))).not.toThrow();
  });
});

describe('what is known of a refused file', () => {
  it('is how many rows it had, how many were bad, and the first of them', () => {
    expect(refusedOutcome({ rows: 201, refused: 200, samples: [{ line: 1, problem: 'not_a_number' }] })).toEqual({
      rows: 201,
      added: 0,
      removed: 0,
      unchanged: 0,
      refused: 200,
      problems: [{ line: 1, code: 'not_a_number' }],
    });
  });

  it('is nothing when it was not read to its end', () => {
    expect(refusedOutcome({})).toEqual({ rows: 0, added: 0, removed: 0, unchanged: 0, refused: 0, problems: [] });
  });
});

describe('a load', () => {
  it('of changes needs a list', () => {
    expect(() => refuseUnfit(delta, undefined)).toThrow(failing('DNC_LOAD_WITHOUT_LIST'));
    expect(() => refuseUnfit(delta, list)).not.toThrow();
    expect(() => refuseUnfit(load, undefined)).not.toThrow();
  });

  it.each([
    ['a later list, with a day between that is missing here', new Date('2026-11-11T00:00:00Z')],
    ['an earlier list, which may have had what this one lost since', new Date('2026-11-09T00:00:00Z')],
    ['nobody knows what', null],
  ])('of changes of %s changes nothing', (_what, since) => {
    expect(() => refuseUnfit({ ...delta, since }, list)).toThrow(failing('DNC_LOAD_GAP'));
  });

  it('is given up after five attempts that came to no end', () => {
    expect(() => refuseUnfit({ ...load, attempts: 5 }, list)).not.toThrow();
    expect(() => refuseUnfit({ ...load, attempts: 6 }, list)).toThrow(failing('DNC_LOAD_FAILED'));
  });

  it.each([
    [900, {}, false],
    [899, {}, true],
    [0, { allowShrink: true }, false],
    [0, { mode: 'delta' as const }, false],
  ])('that leaves %d of 1,000 numbers, with %j: refused is %s', (size, change, isRefused) => {
    const attempt = () => refuseShrinking({ ...load, ...change }, 1_000, size);
    if (isRefused) expect(attempt).toThrow(failing('DNC_LOAD_SHRINKS'));
    else expect(attempt).not.toThrow();
  });
});

it('is told as it comes in, and when it is refused, with how many rows and never what stands there', () => {
  const loadId = '01920000-0000-7000-8000-000000000001';
  const options = { source: 'us-national', mode: 'full' as const, listedAt: '2026-11-10T00:00:00Z', allowShrink: false };
  const received = toldReceipt({ id: loadId, options, listedAt: list.listedAt }, 42, now);
  const named = { loadId, source: 'us-national', mode: 'full' };
  const at = now.toISOString();
  expect(received).toEqual({ ...named, listedAt: '2026-11-10T00:00:00.000Z', sizeBytes: 42, receivedAt: at });
  expect(dncLoadReceivedV1.data.parse(received)).toEqual(received);
  const outcome = refusedOutcome({ rows: 201, refused: 200, samples: [{ line: 1, problem: 'not_a_number' }] });
  const refused = toldRefusal({ ...load, id: loadId }, outcome, 'COMPLIANCE.DNC_FILE_NO_LIST', now);
  expect(refused).toEqual({ ...named, refusal: 'COMPLIANCE.DNC_FILE_NO_LIST', rows: 201, refused: 200, refusedAt: at });
  expect(dncLoadRefusedV1.data.parse(refused)).toEqual(refused);
});
