import { DomainError } from '@leadstream/kernel';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { errorFields, errorType, maskValues } from './error-fields.js';

/** Shaped like the error that `pg` throws for a unique violation. */
const uniqueViolation = Object.assign(new Error('duplicate key value violates unique constraint "lead_email_live"'), {
  name: 'error',
  severity: 'ERROR',
  code: '23505',
  detail: 'Key (tenant_id, email)=(0190, ada@example.com) already exists.',
  where: 'COPY lead, line 3: "ada@example.com"',
  hint: 'ada@example.com',
  schema: 'lead',
  table: 'lead',
  constraint: 'lead_email_live',
});

describe('errorFields', () => {
  it('keeps what names the fault of a Postgres error and nothing of the row', () => {
    const fields = errorFields(uniqueViolation);
    expect(fields).toMatchObject({
      name: 'error',
      code: '23505',
      table: 'lead',
      constraint: 'lead_email_live',
      message: 'duplicate key value violates unique constraint …',
    });
    expect(JSON.stringify(fields)).not.toContain('ada');
    expect(fields).not.toHaveProperty('detail');
  });

  it('tells the frames of a stack without its first line, which repeats the message', () => {
    const { stack } = errorFields(new Error('ada@example.com\nis taken'));
    expect(stack).toMatch(/^at /);
    expect(stack).not.toContain('example.com');
    expect(stack).not.toContain('is taken');
  });

  it('names the field of a failed validation, not its value', () => {
    const { error } = z.object({ email: z.email() }).safeParse({ email: 'ada at example' });
    const fields = errorFields(error);
    expect(fields.issues).toEqual(['email: invalid_format']);
    expect(JSON.stringify(fields)).not.toContain('ada');
  });

  it('follows causes and the members of an aggregate, not for ever', () => {
    const circular = new Error('a');
    circular.cause = circular;
    expect(errorFields(circular)).toMatchObject({ cause: { cause: { cause: { name: 'Error' } } } });
    expect(errorFields(new AggregateError([new TypeError('x')])).errors).toMatchObject([{ name: 'TypeError' }]);
  });

  it('says of a domain error its code and title, which are constant', () => {
    const error = new DomainError('LEAD.DUPLICATE_PHONE', 'conflict', 'Phone already in use', { detail: '+49 151 1234' });
    expect(errorFields(error)).toMatchObject({ code: 'LEAD.DUPLICATE_PHONE', message: 'Phone already in use' });
  });

  it('takes anything that can be thrown', () => {
    expect(errorFields('ada@example.com')).toEqual({ name: 'string' });
    expect(errorFields(undefined)).toEqual({ name: 'undefined' });
  });
});

describe('maskValues', () => {
  it.each([
    ['invalid input syntax for type uuid: "4711-ada"', 'invalid input syntax for type uuid: …'],
    ['Unexpected token \'h\', "hello" is not valid JSON', 'Unexpected token …, … is not valid JSON'],
    ['no route to ada@example.com', 'no route to …'],
    ['bad number +49 151 2345678', 'bad number …'],
    ['Key (email)=(ada) exists', 'Key … exists'],
    ['connect ECONNREFUSED', 'connect ECONNREFUSED'],
  ])('%s', (message, masked) => {
    expect(maskValues(message)).toBe(masked);
  });
});

describe('errorType', () => {
  it('prefers the code, which is stable', () => {
    expect(errorType(uniqueViolation)).toBe('23505');
    expect(errorType(new TypeError('x'))).toBe('TypeError');
    expect(errorType(null)).toBe('object');
  });
});
