import { describe, expect, it } from '@jest/globals';
import { importMove, secondsInStage } from './status.rules.js';
import { DEFAULT_VOCABULARY } from './vocabulary.js';

describe('importMove', () => {
  it('goes forward only', () => {
    const move = (from: string, to: string) => importMove(from, to, DEFAULT_VOCABULARY);
    expect(move('new', 'converted')).toBe('forward');
    expect(move('converted', 'lost')).toBe('forward');
    expect(move('converted', 'converted')).toBe('unchanged');
    expect(move('converted', 'qualified')).toBe('backwards');
    expect(move('lost', 'new')).toBe('backwards');
  });

  it('goes by the order of the tenant', () => {
    const [first, , engaged] = DEFAULT_VOCABULARY.leadStatuses;
    const own = { key: 'demo-booked', label: 'Demo booked', meaning: 'open' } as const;
    const vocabulary = { ...DEFAULT_VOCABULARY, leadStatuses: [first, engaged, own].filter((status) => status !== undefined) };
    expect(importMove('engaged', 'demo-booked', vocabulary)).toBe('forward');
    expect(importMove('demo-booked', 'engaged', vocabulary)).toBe('backwards');
  });
});

describe('secondsInStage', () => {
  const at = (text: string) => new Date(text);
  it('counts whole seconds, negative when the order is wrong', () => {
    expect(secondsInStage(at('2018-02-01T00:00:00Z'), at('2018-02-01T00:01:00.900Z'))).toBe(60);
    expect(secondsInStage(at('2018-02-01T00:01:00Z'), at('2018-02-01T00:00:00Z'))).toBe(-60);
    expect(Object.is(secondsInStage(at('2018-02-01T00:00:00.5Z'), at('2018-02-01T00:00:00Z')), 0)).toBe(true);
  });
});
