import { describe, expect, it } from '@jest/globals';
import { importMove, parseStatus, secondsInStage } from './status.rules.js';

describe('importMove', () => {
  it('goes forward only', () => {
    expect(importMove('new', 'converted')).toBe('forward');
    expect(importMove('converted', 'lost')).toBe('forward');
    expect(importMove('converted', 'converted')).toBe('unchanged');
    expect(importMove('converted', 'qualified')).toBe('backwards');
    expect(importMove('lost', 'new')).toBe('backwards');
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

describe('parseStatus', () => {
  it('reads the words of files', () => {
    expect(parseStatus(' Converted ')).toBe('converted');
    expect(parseStatus('won')).toBeUndefined();
  });
});
