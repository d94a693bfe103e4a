import { describe, expect, it } from '@jest/globals';
import { DomainError } from '@leadstream/kernel';
import { databaseErrors } from './database.errors.js';
import { isSerializationFailure, sqlStateOf, translated, violationOf } from './sql-state.js';

const failure = (code: string, more: object = {}): Error => Object.assign(new Error('failed'), { code, ...more });
const prismaFailure = (code: string, cause: object): Error => failure(code, { meta: { driverAdapterError: { cause } } });

describe('translated', () => {
  it.each([
    'ECONNREFUSED',
    'ECONNRESET',
    'ENOTFOUND',
    '08006',
    '08001',
    '57P01',
    '57P02',
    '57P03',
    '53300',
    '53100',
    '58030',
    'P1001',
    'P1017',
    'P2024',
    'P2028',
  ])('takes %s for unavailability', (code) => {
    expect(translated(failure(code))).toMatchObject({ code: 'DATABASE.UNAVAILABLE', kind: 'unavailable' });
  });

  it.each(['57014', '55P03', '25P03'])('takes %s for a timeout', (code) => {
    expect(translated(failure(code))).toMatchObject({ code: 'DATABASE.TIMEOUT', kind: 'unavailable' });
  });

  it.each(['23505', '42501', '22012', '40001'])('leaves %s to the caller', (code) => {
    const error = failure(code);
    expect(translated(error)).toBe(error);
  });

  it('keeps the cause, and leaves what is translated already', () => {
    const cause = failure('57P01');
    expect((translated(cause) as DomainError).cause).toBe(cause);
    const done = databaseErrors.OUTCOME_UNKNOWN();
    expect(translated(done)).toBe(done);
    expect(translated(undefined)).toBeUndefined();
  });
});

it('finds the SQLSTATE that Prisma wraps', () => {
  const error = prismaFailure('P2010', { originalCode: '57P01' });
  expect(sqlStateOf(error)).toBe('57P01');
  expect(translated(error)).toMatchObject({ code: 'DATABASE.UNAVAILABLE' });
});

it('names the constraint that refused a row', () => {
  expect(violationOf(failure('23505', { constraint: 'lead_email' }))).toEqual({ kind: 'unique', constraint: 'lead_email' });
  expect(violationOf(prismaFailure('P2002', { originalCode: '23505', constraint: { index: 'lead_email' } }))).toEqual({
    kind: 'unique',
    constraint: 'lead_email',
  });
  expect(violationOf(failure('23503'))).toEqual({ kind: 'foreign_key', constraint: '' });
  expect(violationOf(failure('22012'))).toBeUndefined();
  expect(violationOf('text')).toBeUndefined();
});

it('knows what may succeed when it is run again', () => {
  expect(['40001', '40P01', 'P2034'].map((code) => isSerializationFailure(failure(code)))).toEqual([true, true, true]);
  expect(isSerializationFailure(prismaFailure('P2010', { originalCode: '40P01' }))).toBe(true);
  expect([isSerializationFailure(failure('23505')), isSerializationFailure(undefined)]).toEqual([false, false]);
});
