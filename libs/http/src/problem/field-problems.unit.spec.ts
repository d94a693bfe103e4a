import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { fieldProblems } from './field-problems.js';

const lead = z.strictObject({
  email: z.email(),
  age: z.int().min(18).max(120),
  status: z.enum(['new', 'lost']),
  consents: z.array(z.strictObject({ channel: z.enum(['email', 'sms']) })).max(2),
  contact: z.union([z.strictObject({ kind: z.literal('phone'), number: z.string() }), z.string()]),
  vip: z.boolean().refine((vip) => vip, { error: 'must be true', params: { code: 'not_a_vip' } }),
  labels: z.record(z.string().max(3), z.string()),
});
const valid = { email: 'a@b.co', age: 20, status: 'new', consents: [], contact: 'x', vip: true, labels: {} };

function problems(changes: Readonly<Record<string, unknown>>) {
  const { error } = lead.safeParse({ ...valid, ...changes });
  return fieldProblems(error?.issues ?? []).map(({ path, code }) => [path, code]);
}

describe('fieldProblems', () => {
  it.each([
    [{ email: 'a' }, [['email', 'invalid_format']]],
    [{ email: undefined }, [['email', 'required']]],
    [{ email: null }, [['email', 'wrong_type']]],
    [{ age: '20' }, [['age', 'wrong_type']]],
    [{ age: 1 }, [['age', 'too_small']]],
    [{ age: 121 }, [['age', 'too_big']]],
    [{ status: 'unknown' }, [['status', 'not_allowed']]],
    [{ consents: [{ channel: 'email' }, { channel: 'fax' }] }, [['consents.1.channel', 'not_allowed']]],
    [
      { consents: [{ channel: 'sms', foo: 1, bar: 2 }] },
      [
        ['consents.0.foo', 'unknown_field'],
        ['consents.0.bar', 'unknown_field'],
      ],
    ],
    [{ contact: { kind: 'phone', number: 1 } }, [['contact.number', 'wrong_type']]],
    [{ contact: 5 }, [['contact', 'wrong_type']]],
    [{ vip: false }, [['vip', 'not_a_vip']]],
    [{ labels: { long: 'x' } }, [['labels.long', 'invalid_key']]],
  ])('%j', (changes, expected) => {
    expect(problems(changes)).toEqual(expected);
  });

  it('never repeats a value', () => {
    const { error } = lead.safeParse({ ...valid, email: 'ada at example', status: 'ada', consents: 'ada', age: 'ada' });
    expect(JSON.stringify(fieldProblems(error?.issues ?? []))).not.toContain('ada');
  });

  it('stops at a hundred', () => {
    const { error } = z.array(z.string()).safeParse(Array.from({ length: 1_000 }, () => 1));
    expect(fieldProblems(error?.issues ?? [])).toHaveLength(100);
  });
});
