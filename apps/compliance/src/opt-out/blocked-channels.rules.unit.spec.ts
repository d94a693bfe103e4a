import { expect, it } from '@jest/globals';
import type { Channel } from '@leadstream/contracts';
import { channelsOf, closedBy, holdsUp } from './blocked-channels.rules.js';

it.each<[Channel, Channel[], Channel[]]>([
  ['email', [], ['email']],
  ['sms', [], ['sms', 'voice']],
  ['voice', [], ['sms', 'voice']],
  ['email', ['voice'], ['email', 'sms', 'voice']],
  ['sms', ['email'], ['email', 'sms', 'voice']],
  ['whatsapp', ['whatsapp'], ['whatsapp']],
])('an opt-out by %s that names %j closes %j', (channel, named, closed) => {
  expect(closedBy(channel, named)).toEqual(closed);
});

it('an opt-out of which no channels were kept closes those that go with its own', () => {
  expect(channelsOf({ channel: 'sms', channels: null })).toEqual(['sms', 'voice']);
  expect(channelsOf({ channel: 'email' })).toEqual(['email']);
});

it('holds up every channel that it would close, and no other', () => {
  const review = { channel: 'email', channels: ['email', 'sms', 'voice'] } as const;
  expect((['email', 'sms', 'voice', 'whatsapp'] as const).map((channel) => holdsUp(review, channel))).toEqual([true, true, true, false]);
  expect(holdsUp({ channel: 'email' }, 'voice')).toBe(false);
});
