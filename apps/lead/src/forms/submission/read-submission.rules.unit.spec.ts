import { describe, expect, it } from '@jest/globals';
import type { SubmitForm } from '@leadstream/contracts';
import type { FormRecord, Wording } from '../form.js';
import { isFromBot, readSubmission, submissionDigest, wordingVersionOf } from './read-submission.rules.js';

const noon = new Date('2026-11-01T12:00:00Z');
const wording: Wording = {
  version: 3,
  createdAt: noon,
  consents: [
    { key: 'news', text: 'News by e-mail or SMS', purpose: 'marketing', channels: ['email', 'sms'], required: false },
    { key: 'terms', text: 'Be called back', purpose: 'service', channels: ['voice'], required: true },
  ],
};
const form: FormRecord = {
  formId: 'f-1',
  formKey: 'k',
  version: 1,
  name: 'Contact',
  status: 'active',
  fields: [
    { name: 'email', required: true },
    { name: 'firstName', required: false },
  ],
  allowedOrigins: [],
  consents: wording.consents,
  wordingVersion: 3,
  source: 'landing',
  redirectUrl: null,
  honeypot: 'website',
  botsCaught: 0,
  createdAt: noon,
  updatedAt: noon,
  deletedAt: null,
};

const VISITOR = '01920000-0000-7000-8000-0000000000aa';
const read = (body: SubmitForm) => readSubmission(form, wording, body, []);
const problems = (body: SubmitForm) => {
  const answer = read({ email: 'a@x.com', consents: 'terms', ...body });
  return 'errors' in answer ? answer.errors.map(({ path, code }) => `${path} ${code}`) : [];
};

describe('a submission', () => {
  it('becomes a capture with its consents under the wording that was shown, and where the visitor came from', () => {
    expect(
      read({
        email: 'a@x.com',
        firstName: '',
        website: '',
        consents: ['news', 'terms', 'news'],
        utm_source: 'ads',
        utm_campaign: ' ',
        referrer: 'https://search.example/?q=x',
      }),
    ).toEqual({
      submission: {
        consents: ['news', 'terms'],
        visitorId: null,
        leftOver: {},
        lead: {
          email: 'a@x.com',
          customFields: {},
          source: 'landing',
          sourceMetadata: { formId: 'f-1', utm_source: 'ads', referrer: 'https://search.example/?q=x' },
          consents: [
            { channel: 'email', purpose: 'marketing', basis: 'consent', textVersion: 'f-1/3' },
            { channel: 'sms', purpose: 'marketing', basis: 'consent', textVersion: 'f-1/3' },
            { channel: 'voice', purpose: 'service', basis: 'consent', textVersion: 'f-1/3' },
          ],
        },
      },
    });
  });

  it.each<[SubmitForm, string[]]>([
    [{ email: ' ' }, ['email field.required']],
    [{ email: ['a@x.com', 'b@x.com'] }, ['email field.repeated']],
    [{ company: 'x', phone: '1' }, ['company field.unknown', 'phone field.unknown']],
    [{ consents: '' }, ['consents.terms consent.required']],
    [{ consents: ['terms', 'everything'] }, ['consents consent.unknown']],
    [{ submissionId: 'x'.repeat(101) }, ['submissionId text.too_long']],
    [{ visitorId: 'me' }, ['visitorId visitor.invalid']],
    [{ visitorId: [VISITOR, VISITOR] }, ['visitorId field.repeated']],
    [{ toString: 'x' } as unknown as SubmitForm, ['toString field.unknown']],
  ])('%j is refused field by field', (body, expected) => {
    expect(problems(body)).toEqual(expected);
  });

  it.each([
    [VISITOR.toUpperCase(), VISITOR],
    [' ', null],
  ])('by the visitor %j is of %j', (visitorId, expected) => {
    expect(read({ email: 'a@x.com', consents: 'terms', visitorId })).toMatchObject({ submission: { visitorId: expected } });
  });

  it('is not refused for an address that nobody typed in: it is clipped or left out', () => {
    const answer = read({
      email: 'a@x.com',
      consents: 'terms',
      landingPage: `https://x.example/${'y'.repeat(3_000)}`,
      utm_term: 'a\u0007b',
    });
    if ('errors' in answer) throw new Error('it was refused');
    const { sourceMetadata = {} } = answer.submission.lead;
    expect([String(sourceMetadata['landingPage']).length, Object.keys(sourceMetadata)]).toEqual([1_000, ['formId', 'landingPage']]);
  });
});

describe('a bot', () => {
  it.each<[SubmitForm, boolean]>([
    [{ website: 'https://spam.example' }, true],
    [{ website: ['', 'x'] }, true],
    [{ website: '  ' }, false],
    [{}, false],
  ])('%j', (body, isBot) => {
    expect(isFromBot(form, body)).toBe(isBot);
  });
});

describe('the wording that was shown', () => {
  it.each<[SubmitForm, number | null | undefined]>([
    [{}, undefined],
    [{ wordingVersion: '' }, undefined],
    [{ wordingVersion: '2' }, 2],
    [{ wordingVersion: '2.5' }, null],
    [{ wordingVersion: '0' }, null],
    [{ wordingVersion: ['1', '2'] }, null],
  ])('%j', (body, version) => {
    expect(wordingVersionOf(body)).toBe(version);
  });
});

describe('what makes two submissions the same', () => {
  const digestOf = (body: SubmitForm) => submissionDigest(body).digest;

  it('is the id of the sender, whatever else they say', () => {
    expect(digestOf({ submissionId: 's', email: 'a@x.com' })).toBe(digestOf({ email: 'b@x.com', submissionId: 's' }));
    expect(digestOf({ submissionId: 's' })).not.toBe(digestOf({ submissionId: 't' }));
  });

  it('else all that they say, in any order', () => {
    expect(digestOf({ email: 'a@x.com', firstName: 'A' })).toBe(digestOf({ firstName: 'A', email: 'a@x.com' }));
    expect(digestOf({ email: 'a@x.com' })).not.toBe(digestOf({ email: 'a@x.com', firstName: 'A' }));
    expect(digestOf({ submissionId: '', email: 'a@x.com' })).not.toBe(digestOf({ submissionId: '', email: 'b@x.com' }));
  });
});
