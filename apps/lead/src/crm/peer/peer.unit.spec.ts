import { describe, expect, it } from '@jest/globals';
import { crmErrors } from '../crm.errors.js';
import { recourseFor } from '../run/retry.rules.js';
import { baseUrlProblem, isPublicAddress } from './public-address.js';
import { hubspotGapMs } from './hubspot/hubspot-pace.rules.js';
import { changesOf, SEARCH_PAGE } from './hubspot/hubspot-search.rules.js';
import { walkOn, WALK_START } from './page-walk.rules.js';
import { PeerClient } from './peer-client.js';
import { retryAfterSeconds } from './peer-fault.rules.js';
import { organisationOf } from './salesforce/salesforce-identity.rules.js';
import { demandRoom } from './salesforce/salesforce-pace.rules.js';
import { quoted } from './salesforce/salesforce-query.rules.js';

describe('addresses', () => {
  it.each(['127.0.0.1', '10.1.2.3', '169.254.169.254', '172.31.0.1', '192.168.1.1', '100.64.0.1', '0.0.0.0', '255.255.255.255'])(
    '%s is private',
    (address) => expect(isPublicAddress(address)).toBe(false),
  );
  it.each(['::1', 'fe80::1', 'fd00::1', '::ffff:127.0.0.1', '64:ff9b::7f00:1', '2002:7f00:1::', '2001:db8::1'])(
    '%s is private',
    (address) => expect(isPublicAddress(address)).toBe(false),
  );
  it.each(['104.16.0.1', '2606:4700::1111'])('%s is public', (address) => expect(isPublicAddress(address)).toBe(true));

  it.each([
    ['https://api.hubapi.com', undefined],
    ['http://api.hubapi.com', 'url.not_https'],
    ['https://127.0.0.1', 'url.private'],
    ['https://[::1]:8443', 'url.private'],
    ['https://2130706433', 'url.private'],
    ['https://user:secret@api.hubapi.com', 'url.invalid'],
    ['file:///etc/passwd', 'url.invalid'],
  ])('as a base, %s: %s', (url, expected) => expect(baseUrlProblem(url, false)).toBe(expected));

  it('are judged when a name is looked up, not when it is stated', async () => {
    const asked = new PeerClient(false).send({ method: 'GET', url: new URL('https://localhost:1/'), headers: {} });
    await expect(asked).rejects.toMatchObject({ code: 'LEAD.CRM_PEER_ADDRESS_REFUSED' });
  });
});

describe('a walk through pages', () => {
  const stepsUntilSeen = (cursors: (step: number) => string): number | undefined => {
    let walk = WALK_START;
    for (let step = 0; step < 1_000; step += 1) {
      const next = walkOn(walk, cursors(step));
      if (!next) return step;
      walk = next;
    }
    return undefined;
  };

  it('that stands still or goes round is found out, within a few rounds', () => {
    expect(stepsUntilSeen(() => 'a')).toBe(1);
    expect(stepsUntilSeen((step) => String(step % 7))).toBeLessThan(7 * 4);
    expect(stepsUntilSeen((step) => (step < 20 ? `on${step}` : String(step % 3)))).toBeLessThan(100);
  });

  it('that goes on is not', () => expect(stepsUntilSeen(String)).toBeUndefined());
});

describe('a page of changes', () => {
  const window = { from: new Date(0), until: new Date(10_000) };
  const record = (id: number, atMs: number) => ({
    peerId: String(id),
    leadId: null,
    modifiedAt: new Date(atMs),
    properties: {},
    optedOut: [],
    mergedIds: [],
  });
  const page = (atMs: (n: number) => number) => Array.from({ length: SEARCH_PAGE }, (_, n) => record(n + 1, atMs(n)));

  it('leaves its last instant to the next page, which begins there', () => {
    const { records, next } = changesOf(
      page((n) => (n < 98 ? n : 98)),
      window,
    );
    expect([records.length, next]).toEqual([98, { at: new Date(98).toISOString(), id: null }]);
  });

  it('of one instant is gone through by ids', () => {
    const at = new Date(5).toISOString();
    expect(
      changesOf(
        page(() => 5),
        window,
        { at, id: null },
      ),
    ).toMatchObject({ records: [], next: { at, id: '0' } });
    expect(
      changesOf(
        page(() => 5),
        window,
        { at, id: '0' },
      ),
    ).toMatchObject({ next: { at, id: '100' } });
    const last = changesOf([record(101, 5)], window, { at, id: '100' });
    expect([last.records.length, last.next]).toEqual([1, { at: new Date(6).toISOString(), id: null }]);
  });

  it('ends with the window, and must not lie before it', () => {
    expect(
      changesOf(
        page((n) => 9_950 + n),
        window,
      ).next,
    ).toBeUndefined();
    expect(() => changesOf([record(1, 4)], window, { at: new Date(5).toISOString(), id: null })).toThrow(
      expect.objectContaining({ code: 'LEAD.CRM_PEER_CURSOR_REPEATED' }),
    );
  });
});

describe('a peer that wants to be left alone', () => {
  const now = new Date('2026-11-01T12:00:00Z');
  it.each([
    ['3600', 3_600],
    ['Sun, 01 Nov 2026 12:05:00 GMT', 300],
    ['0', 1],
    ['soon', 10],
    [undefined, 10],
    ['9999999', 86_400],
  ])('for %j is for %i s', (header, seconds) => expect(retryAfterSeconds(header, now)).toBe(seconds));

  it('is no failure; one that does not answer is asked again, ten times, each time later; what is refused stays so', () => {
    expect(recourseFor(crmErrors.CRM_PEER_LIMITED({ extra: { retryAfterSeconds: 3_600 } }), 9)).toEqual({
      kind: 'wait',
      pauseMs: 3_600_000,
      counts: false,
    });
    const silent = crmErrors.CRM_PEER_UNREACHABLE();
    expect([0, 1, 8].map((failures) => recourseFor(silent, failures))).toEqual(
      [30_000, 60_000, 3_600_000].map((pauseMs) => ({ kind: 'wait', pauseMs, counts: true })),
    );
    expect(recourseFor(silent, 9)).toEqual({ kind: 'fail' });
    expect(recourseFor(crmErrors.CRM_PEER_UNREADABLE(), 0)).toEqual({ kind: 'fail' });
  });

  it('is asked more slowly when little of its window is left, and not at all when the rest of the day is for others', () => {
    const headers = (left: string) => ({
      'x-hubspot-ratelimit-max': '100',
      'x-hubspot-ratelimit-remaining': left,
      'x-hubspot-ratelimit-interval-milliseconds': '10000',
    });
    expect(['80', '10', '0'].map((left) => hubspotGapMs({ headers: headers(left) }))).toEqual([0, 1_000, 10_000]);
    expect(() => demandRoom({ headers: { 'sforce-limit-info': 'api-usage=4501/5000' } })).toThrow();
    expect(() => demandRoom({ headers: { 'sforce-limit-info': 'api-usage=4500/5000' } })).not.toThrow();
  });
});

it.each([
  ['https://login.salesforce.com/id/00Dx0000000BV7zEAG/005x00000012Q9PAAU', '00Dx0000000BV7z'],
  ['https://test.salesforce.com/id/00Dx0000000BV7z/005x00000012Q9P', '00Dx0000000BV7z'],
  ['https://login.salesforce.com/id/00Dx0000000BV7zEAG', undefined],
  [undefined, undefined],
])('the identity %s is of the organisation %s', (url, expected) => expect(organisationOf(url)).toBe(expected));

it('quotes what stands in a query', () => {
  expect(quoted(`o'neil\\@example.com`)).toBe(`'o\\'neil\\\\@example.com'`);
});
