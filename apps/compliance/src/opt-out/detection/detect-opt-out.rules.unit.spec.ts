import { describe, expect, it } from '@jest/globals';
import { atMostReview, detectOptOut } from './detect-opt-out.rules.js';

const bandOf = (text: string, channel: Parameters<typeof detectOptOut>[1] = 'sms') => {
  const { intent, band } = detectOptOut(text, channel);
  return `${intent} ${band}`;
};

/** 47 CFR 64.1200(a)(10), in force since 11 April 2025. */
const FCC_WORDS = ['stop', 'quit', 'end', 'revoke', 'opt out', 'cancel', 'unsubscribe'];
/** The default list of the carriers' gateways after the CTIA's principles. */
const CTIA_WORDS = ['STOP', 'STOPALL', 'UNSUBSCRIBE', 'CANCEL', 'END', 'QUIT', 'REVOKE', 'OPTOUT'];

const fullWidth = (word: string) => word.replaceAll(/[!-~]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0));
const title = (word: string) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase();

describe.each([...FCC_WORDS, ...CTIA_WORDS])('the word %s', (word) => {
  it.each<[string, (word: string) => string]>([
    ['alone', (given) => given],
    ['in capitals', (given) => given.toUpperCase()],
    ['as a title', title],
    ['with a full stop', (given) => `${given}.`],
    ['shouted', (given) => `${given}!!!`],
    ['in quotes', (given) => `"${given}"`],
    ['amid blanks', (given) => ` \t${given}\r\n\n`],
    ['spelt out', (given) => [...given.replace(' ', '')].join(' ')],
    ['spelt with dots', (given) => [...given.replace(' ', '')].join('.')],
    ['beside an emoji', (given) => `${given} 🛑🙏🏽`],
    ['in full-width letters', fullWidth],
    ['with zero-width spaces', (given) => [...given].join('\u200b')],
    ['with please', (given) => `Please ${given}`],
    ['with thanks', (given) => `${given}, thank you`],
    ['three times', (given) => `${given} ${given} ${given}`],
  ])('is acted on %s', (_, write) => {
    expect(bandOf(write(word))).toBe('opt_out act');
  });
});

it.each(['UN-SUBSCRIBE', 'un subscribe', 'Un-Subscribe please', 'can cel', 'Please STOP-ALL', 'CANCEL ALL', 'Quit all', 'revoke all'])(
  'the words %s are acted on',
  (text) => expect(bandOf(text)).toBe('opt_out act'),
);

it.each([
  ['Cyrillic letters', 'ЅТОР'],
  ['Greek and Cyrillic letters', 'unѕubѕcrіbε'.replace('ε', 'е')],
  ['mathematical letters', '𝐒𝐓𝐎𝐏'],
  ['circled letters', 'Ⓢⓣⓞⓟ'],
  ['a zero', 'ST0P'],
  ['accents', 'Stóp'],
  ['a soft hyphen', 'unsub\u00adscribe'],
  ['lone surrogates', '\ud800STOP\udc00'],
])('sees through %s', (_, text) => {
  expect(bandOf(text)).toBe('opt_out act');
});

it.each([
  'please stop texting me',
  'Stop texting me!',
  'do not contact me again',
  'take me off your list',
  'Can you please take my number off of your mailing list?',
  "Why don't you get it? Stop sending me these messages.",
  "I don't want to receive any more texts from you",
  'I no longer wish to be contacted.',
  'Add me to your do not call list',
  'Never text me again',
  'I hereby withdraw my consent.',
  'Leave me alone!',
  'no more messages please',
  'Please remove my phone from your system',
  'kindly refrain from contacting me',
  'please cease all further communication',
  'I do not consent to receiving messages',
  'I want to unsubscribe.',
  'I would like to opt out of all these messages',
])('acts on the clear sentence: %s', (text) => {
  expect(bandOf(text)).toBe('opt_out act');
});

it.each([
  'stop by tomorrow',
  "can't stop thinking about the house",
  "I'll be there at the end of the month",
  'cancel my appointment',
  'I need to cancel the viewing on Friday',
  "Don't stop sending me listings",
  'never stop messaging me, I love it',
  'The bus stops right outside, is there a stop nearby as well?',
  "I can't quit my job before we move",
  'In the end we took the other flat',
  'Remove me from the meeting on Tuesday and add Tom',
  'Do not text me the code, send it by mail to Tom and me',
  'The non-stop flight was great',
  'we will not stop until we find the right home',
  'Stop worrying',
  'stop messing around :)',
  'Quit joking, of course I want it',
  'I have been harassed by my landlord, my lawyer will call',
  'Could you send me the unsubscribed numbers?',
  '',
  ' \u200b\n\u3000',
  '👍',
  '12345',
])('lets through: %s', (text) => {
  expect(detectOptOut(text, 'sms').band).not.toBe('act');
});

it.each([
  'how do I unsubscribe?',
  'I thought about it. Stop. I am serious about it.',
  'No thanks',
  'Wrong number',
  "I don't think you should stop texting me",
  'this is harassment',
  'do not disturb',
  'enough with the texts',
  'how can I stop receiving these?',
  'I would like to unsubscribe my old address and use the new one',
  'Stop promo',
  "don't text me, I am driving, call Tom",
])('has a person look at: %s', (text) => {
  expect(bandOf(text)).toBe('opt_out review');
});

it('has a person look where another channel is meant than the one it came by', () => {
  expect(bandOf('Please stop calling me', 'voice')).toBe('opt_out act');
  expect(bandOf('Please stop calling me', 'sms')).toBe('opt_out act');
  expect(detectOptOut('Please stop calling me', 'email')).toMatchObject({ band: 'review', reason: 'names_another_channel' });
  expect(bandOf('stop emailing me', 'email')).toBe('opt_out act');
});

it.each<[string, Parameters<typeof detectOptOut>[1], string[]]>([
  ['do not call', 'email', ['sms', 'voice']],
  ['no more calls', 'email', ['sms', 'voice']],
  ['Stop, do not call', 'email', ['sms', 'voice']],
  ['stop calls\n\nJohn Smith', 'email', ['sms', 'voice']],
  ["don't text", 'email', ['sms', 'social', 'voice', 'whatsapp']],
  ['Please stop calling me', 'email', ['sms', 'voice']],
  ['stop emails', 'sms', ['email']],
  ['do not email', 'voice', ['email']],
  ['Stop calling me. Stop emailing me.', 'sms', ['email', 'sms', 'voice']],
  ['Keine Anrufe mehr', 'email', ['sms', 'voice']],
  ["I don't think you should stop calling me", 'email', ['sms', 'voice']],
  ["don't call me, I am driving, write to Tom", 'email', ['sms', 'voice']],
  ['stop', 'email', []],
  ['take me off your mailing list', 'sms', []],
])('tells which channels are named: %s, by %s', (text, channel, named) => {
  const detected = detectOptOut(text, channel);
  expect(detected).toMatchObject({ intent: 'opt_out' });
  expect([...detected.named].sort()).toEqual(named);
});

it('takes a keyword above a name for the whole message, above more text for a doubt', () => {
  expect(bandOf('STOP\n\nJohn Smith', 'email')).toBe('opt_out act');
  expect(bandOf('Stop\nyou are making me laugh, see you on Monday', 'email')).toBe('opt_out review');
});

it.each(['START', 'start', 'Unstop!', 'S T A R T', 'start please'])('takes %s for an opt-in that holds', (text) => {
  expect(bandOf(text)).toBe('opt_in act');
});

it.each([
  ['YES', 'opt_in none'],
  ['Yes please', 'none none'],
  ['start over from the kitchen', 'none none'],
  ['when do you start?', 'none none'],
  ['HELP', 'help none'],
  ['info', 'help none'],
  ['please help me', 'none none'],
  ['help, stop', 'opt_out act'],
  ['start stop', 'opt_out act'],
])('reads %s as %s', (text, expected) => {
  expect(bandOf(text)).toBe(expected);
});

it('says what it found, how sure it is and why', () => {
  expect(detectOptOut('S T O P please', 'sms')).toEqual({
    intent: 'opt_out',
    band: 'act',
    confidence01: 1,
    reason: 'keyword',
    matched: ['stop'],
    named: [],
  });
  expect(detectOptOut('Hello, stop texting me', 'sms')).toMatchObject({ reason: 'clear_sentence', matched: ['stop texting me'] });
  const { confidence01, matched } = detectOptOut('how do I unsubscribe?', 'sms');
  expect(confidence01).toBeGreaterThan(0.35);
  expect(confidence01).toBeLessThan(0.9);
  expect(matched).toEqual(['unsubscribe']);
});

it('has a person look, or does nothing, where it may have been written by somebody else', () => {
  expect(atMostReview(detectOptOut('STOP', 'email'))).toMatchObject({
    intent: 'opt_out',
    band: 'review',
    reason: 'perhaps_quoted',
    matched: ['stop'],
  });
  expect(atMostReview(detectOptOut('START', 'email'))).toMatchObject({ intent: 'opt_in', band: 'none' });
  expect(atMostReview(detectOptOut('HELP', 'email'))).toEqual(detectOptOut('HELP', 'email'));
  expect(atMostReview(detectOptOut('see you', 'email'))).toEqual(detectOptOut('see you', 'email'));
});

it.each([
  ['a', 1_000_000],
  ['stop ', 200_000],
  ['s ', 500_000],
  ['please ', 150_000],
  ['take me off of all of ', 45_000],
  ["don't ", 160_000],
  ['\u200b', 1_000_000],
  ['\ud800', 1_000_000],
  ['с', 1_000_000],
  ['.', 1_000_000],
  ['\n', 1_000_000],
])('reads a megabyte of %j without losing its way', (piece, times) => {
  const detected = detectOptOut(piece.repeat(times), 'email');
  expect(detected.confidence01).toBeGreaterThanOrEqual(0);
  expect(detected.confidence01).toBeLessThanOrEqual(1);
  expect(detected.matched.join('').length).toBeLessThan(1_000);
});

it('finds an opt-out at the far end of a long text', () => {
  expect(bandOf(`${'We looked at the garden. '.repeat(20_000)}Please stop calling me.`, 'voice')).toBe('opt_out act');
});
