import { describe, expect, it } from '@jest/globals';
import type { DncListState } from '@leadstream/contracts';
import { NumberSetDraft } from '../registry/number-set-draft.rules.js';
import type { AnsweringList } from '../check/block-reasons.rules.js';
import { concernsContact, listAnswers } from './list-answer.rules.js';

function list(source: string, state: DncListState['state'], ...listed: readonly number[]): AnsweringList {
  const draft = new NumberSetDraft();
  listed.forEach((number) => draft.add(number));
  const told = { source, state, version: 1, listedAt: '2026-11-20T06:00:00Z', ageSeconds: 0, maxAgeSeconds: null };
  return { state: told, numbers: state === 'current' ? draft.finish().numbers : undefined };
}

describe('what lists say of a person', () => {
  it('names each list that one of the numbers stands on', () => {
    const lists = [list('us-national', 'current', 4_155_552_671), list('us-tx', 'current', 2_125_550_100)];
    expect(listAnswers(['+14155552672', '+14155552671'], lists)).toEqual([{ source: 'us-national', state: 'listed' }]);
  });

  it.each(['stale', 'behind', 'not_loaded'] as const)('names a list that is %s: the number may be on it', (state) => {
    expect(listAnswers(['+14155552671'], [list('us-national', state)])).toEqual([{ source: 'us-national', state }]);
  });

  it('is nothing of numbers of other countries, and of nobody', () => {
    expect(listAnswers(['+4930901820'], [list('us-national', 'stale')])).toEqual([]);
    expect(listAnswers([], [list('us-national', 'stale')])).toEqual([]);
  });
});

describe('a list concerns', () => {
  it.each([
    ['us-national', 'voice', 'marketing', true],
    ['us-national', 'sms', 'sales', true],
    ['us-tx', 'voice', 'service', false],
    ['own-partners', 'voice', 'service', true],
    ['us-national', 'email', 'marketing', false],
    ['own-partners', 'whatsapp', 'marketing', false],
  ] as const)('%s: %s for %s, %s', (source, channel, purpose, expected) => {
    expect(concernsContact(source, channel, purpose)).toBe(expected);
  });
});
