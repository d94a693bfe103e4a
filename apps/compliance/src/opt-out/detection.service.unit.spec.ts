import { expect, it } from '@jest/globals';
import type { Channel } from '@leadstream/contracts';
import { CueClassifierService } from './cue-classifier.service.js';
import { DetectionService } from './detection.service.js';

const service = new DetectionService(new CueClassifierService());
const examined = async (text: string, channel: Channel = 'email') => {
  const { detected, extract } = await service.examine(text, channel);
  return [`${detected.intent} ${detected.band}`, extract];
};

it.each([
  ['<p>STOP</p>', 'opt_out act', 'STOP'],
  [
    '<div>Sounds great, call me!</div><blockquote>To unsubscribe from this list, click here. Reply STOP to opt out</blockquote>',
    'none none',
    'Sounds great, call me!',
  ],
  [
    'Sounds great!\n\n2026-11-24 9:01 GMT+01:00 Acme <a@acme.com>:\n\nBuy now.\nIf you want no more emails, unsubscribe here',
    'none none',
    'Sounds great!',
  ],
  [
    'On Monday at 10:30 I wrote to you:\nplease stop emailing me!',
    'opt_out review',
    'On Monday at 10:30 I wrote to you:\nplease stop emailing me!',
  ],
  ['From: Bob\nTo: Acme\n\nPlease stop emailing me', 'opt_out review', 'From: Bob\nTo: Acme\n\nPlease stop emailing me'],
  ['From: Bob\nTo: Acme\n\nSTART', 'none none', 'From: Bob\nTo: Acme\n\nSTART'],
  ['> START', 'opt_in none', '> START'],
])('reads the mail %j as %s', async (text, found, extract) => {
  expect(await examined(text)).toEqual([found, extract]);
});

it('reads other messages as they are', async () => {
  expect(await examined('> STOP', 'sms')).toEqual(['opt_out act', '> STOP']);
});
