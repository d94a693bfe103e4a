import { expect, it } from '@jest/globals';
import { CHANNELS } from '@leadstream/contracts';
import { uuidV7 } from '@leadstream/kernel';
import { type PermissionsStated, prohibitedBy, statedConsents, statedProhibitions } from './stated-permission.rules.js';

const at = (time: string) => new Date(`2026-11-20T${time}Z`);
const row = (statedAt: Date, doNotContact: readonly string[] = []): PermissionsStated =>
  ({
    id: uuidV7.next(),
    time: at('12:00:00'),
    data: {
      leadId: 'ada',
      consents: [
        {
          channel: 'email',
          purpose: 'marketing',
          state: 'given',
          basis: 'consent',
          textVersion: null,
          statedAt: statedAt.toISOString(),
        },
      ],
      doNotContact,
    },
  }) as unknown as PermissionsStated;
const instantsOf = (event: PermissionsStated, recordedAt: Date) =>
  statedConsents(event, recordedAt, uuidV7).map(({ statedAt }) => statedAt);

it('takes nothing that a file says to lie after the row that said it, however late it is heard of', () => {
  expect(instantsOf(row(at('09:00:00')), at('12:05:00'))).toEqual([at('09:00:00')]);
  expect(instantsOf(row(at('12:04:00')), at('12:05:00'))).toEqual([at('12:00:00')]);
});

it('takes nothing to lie in the future, when the clock of who read the file was ahead', () => {
  const now = at('11:59:00');
  expect(instantsOf(row(at('12:04:00'), ['sms']), now)).toEqual([now, now, now, now]);
});

it('forbids the channels of an address that is no lead’s, and none of an erased one', () => {
  const said = { statementId: uuidV7.next(), doNotContact: [...CHANNELS], importId: null, statedAt: at('12:00:00').toISOString() };
  const entriesOf = (kind: 'email' | 'phone', value: string | null, more: object = {}) =>
    statedProhibitions(prohibitedBy({ ...said, kind, value, ...more }), at('12:00:00'), uuidV7);
  expect(entriesOf('email', 'a@x.com')).toMatchObject([{ kind: 'email', value: 'a@x.com', channels: [], source: 'import' }]);
  expect(entriesOf('phone', '+4930901820', { doNotContact: ['voice', 'email'] })).toMatchObject([{ kind: 'phone', channels: ['voice'] }]);
  expect([entriesOf('email', null), entriesOf('email', 'a@x.com', { doNotContact: ['voice'] })]).toEqual([[], []]);
});
