import { expect, it } from '@jest/globals';
import { DomainError } from '@leadstream/kernel';
import { failureReason, isUnavailable } from './failure.js';

const withCode = (code: string): Error => Object.assign(new Error('with ada@example.com'), { code });

it.each([
  [new DomainError('DATABASE.UNAVAILABLE', 'unavailable', 'gone'), true],
  [new Error('outer', { cause: new DomainError('X.Y', 'rate_limited', 'slow down') }), true],
  [withCode('ECONNREFUSED'), true],
  [withCode('23505'), false],
  [new DomainError('LEAD.STALE', 'stale', 'changed'), false],
  ['a string', false],
])('tells what will pass from what will not: %s', (error, expected) => expect(isUnavailable(error)).toBe(expected));

it('survives errors that are their own cause', () => {
  const error = new Error('loop');
  error.cause = error;
  expect(isUnavailable(error)).toBe(false);
});

it.each([
  [new TypeError('ada@example.com'), 'handler_failed:TypeError'],
  [new DomainError('LEAD.STALE', 'stale', 'changed'), 'handler_failed:LEAD.STALE'],
  [withCode('22021'), 'handler_failed:22021'],
  [withCode('ada@example.com'), 'handler_failed:Error'],
  [undefined, 'handler_failed:undefined'],
])('names a failure without its text', (error, reason) => expect(failureReason(error)).toBe(reason));
