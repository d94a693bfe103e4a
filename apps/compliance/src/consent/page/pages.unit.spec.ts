import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { type ConfirmationView, PAGE_LANGUAGES, type PageLanguage, type Preferences } from '@leadstream/contracts';
import { HtmlValidate } from 'html-validate';
import { confirmationPage } from '../confirmation/confirmation-page.rules.js';
import { preferencePage } from '../preferences/preference-page.rules.js';
import { contrastOf } from './contrast.fixture.spec.js';
import { WORDS } from './languages/all-words.js';
import type { Trouble } from './languages/page-words.js';
import { troublePage } from './layout.rules.js';
import { PAGE_HEADERS } from './page-headers.js';
import { COLOURS, CONTRASTS, STYLE, TARGET_PX } from './style.js';

const validator = new HtmlValidate({
  extends: ['html-validate:recommended', 'html-validate:a11y', 'html-validate:document'],
  // Void elements are written without a slash, lists are sent as a name that is there more than once, titles are as long as names are.
  rules: { 'void-style': ['error', { style: 'omit' }], 'form-dup-name': 'off', 'long-title': 'off' },
});

const EVIL = `Bits & "Bobs" <script>alert('x')</script>`;
const SINCE = '2026-02-03T10:00:00.000Z';

const preferences = (language: PageLanguage, more: Partial<Preferences> = {}): Preferences => ({
  sender: EVIL,
  language,
  email: 'a…@e….com',
  phone: '… 71',
  stoppedAt: null,
  matters: [
    { purpose: 'marketing', channel: 'email', state: 'given', since: SINCE, isBlocked: false },
    { purpose: 'marketing', channel: 'sms', state: 'none', since: null, isBlocked: true },
    { purpose: 'sales', channel: 'voice', state: 'withdrawn', since: SINCE, isBlocked: false },
    { purpose: 'service', channel: 'email', state: 'expired', since: SINCE, isBlocked: false },
  ],
  done: null,
  ...more,
});
const confirmation = (language: PageLanguage, more: Partial<ConfirmationView> = {}): ConfirmationView => ({
  status: 'pending',
  sender: EVIL,
  channel: 'email',
  purpose: 'marketing',
  wording: `${EVIL}\nSecond line`,
  language,
  expiresAt: SINCE,
  ...more,
});

const TROUBLES: readonly Trouble[] = ['unknown', 'expired', 'used', 'void', 'outdated', 'unclear', 'crossSite'];

/** Every page in every state, by a name. */
function pagesIn(language: PageLanguage): [string, string][] {
  return [
    ['preferences', preferencePage(preferences(language))],
    ...(['save', 'stop', 'resume'] as const).map((done): [string, string] => [
      `done ${done}`,
      preferencePage(preferences(language, { done })),
    ]),
    ['stopped', preferencePage(preferences(language, { stoppedAt: SINCE }))],
    ['without address', preferencePage(preferences(language, { email: null, phone: null, matters: [] }))],
    ...(['pending', 'confirmed', 'expired', 'void', 'outdated'] as const).map((status): [string, string] => [
      status,
      confirmationPage(confirmation(language, { status })),
    ]),
    ['without wording', confirmationPage(confirmation(language, { wording: null }))],
    ...TROUBLES.map((trouble): [string, string] => [`trouble ${trouble}`, troublePage(WORDS[language], trouble)]),
  ];
}
const pages = PAGE_LANGUAGES.flatMap((language) => pagesIn(language).map(([name, page]) => [language, name, page] as const));
/** Of languages beside English the two longest: all that differs between them are words. */
const validated = pages.filter(([language, name]) => language === 'en' || name === 'preferences' || name === 'pending');
const problemsOf = async (page: string): Promise<string[]> =>
  (await validator.validateString(page)).results.flatMap(({ messages }) => messages.map(({ ruleId, message }) => `${ruleId}: ${message}`));

describe('every page', () => {
  it.each(validated)('in %s, %s, is valid HTML with labels, headings and landmarks', async (language, _name, page) => {
    expect(await problemsOf(page)).toEqual([]);
    expect(page).toContain(`<html lang="${language}">`);
    expect(page.match(/<h1>/g)).toHaveLength(1);
  });

  it('would not be valid without its labels, its language and its groups', async () => {
    const page = preferencePage(preferences('en'));
    for (const [part, rule] of [
      [/<label[^]*?<\/label>/g, 'input-missing-label'],
      [/ lang="en"/, 'element-required-attributes'],
      [/<legend>[^]*?<\/legend>/g, 'wcag/h71'],
    ] as const)
      expect((await problemsOf(page.replace(part, ''))).join()).toContain(rule);
  });

  it('shows what others wrote as text, and runs and loads nothing', () => {
    for (const [, , page] of pages) expect(page).not.toMatch(/<script|\son\w+=|javascript:|\bsrc=|<link|<img|@import|url\(|https?:/i);
  });

  it('lets nothing apply but its own style', () => {
    const [, style = ''] = /<style>([^]*)<\/style>/.exec(pages[0]?.[2] ?? '') ?? [];
    const hash = createHash('sha256').update(style).digest('base64');
    expect(PAGE_HEADERS['content-security-policy']).toContain(`style-src 'sha256-${hash}';`);
  });

  it('leads on to its answer: where forms go there is a place of that name', () => {
    for (const [, , page] of pages.filter(([, name]) => /^(done|confirmed|trouble)/.test(name))) expect(page).toContain('id="result"');
    const targets = pages.flatMap(([, , page]) => [...page.matchAll(/<form method="post" action="([^"]*)"/g)].map(([, target]) => target));
    expect(new Set(targets)).toEqual(new Set(PAGE_LANGUAGES.map((language) => `?lang=${language}#result`)));
  });
});

describe('the preference centre', () => {
  it('groups boxes by purpose, each with its label and what is known of it', () => {
    const page = preferencePage(preferences('en'));
    expect([...page.matchAll(/<legend>([^<]*)</g)].map(([, legend]) => legend)).toEqual(['News and offers', 'Personal advice', 'Service']);
    expect(page).toContain(
      '<input type="checkbox" id="marketing-email" name="agree" value="marketing.email" aria-describedby="marketing-email-state" checked>',
    );
    expect(page).toContain('<label for="marketing-email">by e-mail</label>');
    expect(page).toContain(
      '<p id="marketing-email-state">You agreed. Since <time datetime="2026-02-03T10:00:00.000Z">February 3, 2026</time>.</p>',
    );
    expect([...page.matchAll(/name="shown" value="([^"]*)"/g)].map(([, shown]) => shown)).toEqual([
      'marketing.email.on',
      'marketing.sms.off',
      'sales.voice.off',
      'service.email.off',
    ]);
  });

  it('has one button to stop everything, and once it is stopped one to go back and no boxes', () => {
    expect(preferencePage(preferences('en')).match(/value="stop"/g)).toHaveLength(1);
    const stopped = preferencePage(preferences('en', { stoppedAt: SINCE }));
    expect([stopped.match(/value="resume"/g)?.length, /type="checkbox"|value="stop"/.test(stopped)]).toEqual([1, false]);
  });

  it('says first in its title what was done', () => {
    expect(preferencePage(preferences('de', { done: 'save' }))).toContain(
      '<title>Ihre Auswahl ist gespeichert. Ihre Kontakteinstellungen – Bits',
    );
  });
});

describe('the style', () => {
  it.each(CONTRASTS)('has %s on %s with a contrast of at least %d', (front, back, least) => {
    expect(contrastOf(COLOURS[front], COLOURS[back])).toBeGreaterThanOrEqual(least);
  });

  it('reckons contrast as WCAG does', () => {
    expect(contrastOf('#000000', '#ffffff')).toBeCloseTo(21, 5);
    expect(contrastOf('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
  });

  it('uses no colour beside those that were compared', () => {
    const used = new Set(STYLE.match(/#[0-9a-f]{3,8}\b/gi));
    expect([...used].filter((colour) => !(Object.values(COLOURS) as string[]).includes(colour))).toEqual([]);
  });

  it('moves nothing, hides no focus, and has targets that a finger meets', () => {
    expect(STYLE).not.toMatch(/animation|transition|transform|scroll-behavior|outline:\s*(0|none)/);
    expect(STYLE).toContain(':focus-visible{outline:3px solid');
    expect(Math.min(TARGET_PX.box, TARGET_PX.button)).toBeGreaterThanOrEqual(24);
  });
});

describe('the languages', () => {
  it('say something in every place, and the same nowhere by mistake', () => {
    const textsOf = (value: unknown): string[] => {
      if (typeof value === 'string') return [value];
      if (typeof value === 'function') return [(value as (...parts: string[]) => string)('Acme', 'x', 'y')];
      return Object.values(value as object).flatMap(textsOf);
    };
    const counts = PAGE_LANGUAGES.map((language) => textsOf(WORDS[language]).length);
    expect(new Set(counts).size).toBe(1);
    for (const language of PAGE_LANGUAGES) {
      const texts = textsOf(WORDS[language]);
      expect(texts.filter((text) => text.trim() === '')).toEqual([]);
      if (language !== 'en') expect(texts.filter((text) => text.length > 25 && textsOf(WORDS.en).includes(text))).toEqual([]);
    }
    expect(new Set(PAGE_LANGUAGES.map((language) => WORDS[language].version)).size).toBe(PAGE_LANGUAGES.length);
  });
});
