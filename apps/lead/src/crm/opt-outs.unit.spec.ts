import { expect, it } from '@jest/globals';
import type { Channel } from '@leadstream/contracts';
import { uuidV7 } from '@leadstream/kernel';
import { DEFAULT_VOCABULARY } from '../lead/vocabulary.js';
import { EMPTY_LEAD } from '../lead/lead.js';
import { defaultSettings } from './connection/stating/default-settings.js';
import type { LinkRecord } from './link/crm-link.js';
import type { PeerRecord, PeerWritten } from './peer/crm-peer.js';
import { pullPage } from './pull/pull-page.rules.js';
import { prohibitionsOf } from './push/prohibitions.rules.js';
import { pushEffect } from './push/push-effect.rules.js';
import { dutyOf, type LeadDuty, type LeadPlan, planLeads } from './push/push-plan.rules.js';
import type { ToldLead } from './push/told-lead.js';

const NOON = new Date('2026-11-01T12:00:00Z');
const settings = defaultSettings('salesforce');
const facts = { custom: { definitions: [], liveLeads: new Set<string>(), vocabulary: DEFAULT_VOCABULARY }, phoneRegion: null };
const times = { statusChangedAt: NOON, capturedAt: NOON, createdAt: NOON, updatedAt: NOON, deletedAt: null };
const stated = { email: 'ada@example.com', phone: '+4930901820', lastName: 'Lovelace' };
const ada: ToldLead = { ...EMPTY_LEAD, leadId: 'ada', version: 3, status: 'new', ...stated, ...times, mergedInto: null };
const link = (peerId: string, more: Partial<LinkRecord> = {}): LinkRecord => ({
  ...{ leadId: 'ada', peerId, state: 'live', reason: null, base: {}, optedOut: [], optedOutElsewhere: [], inheritedFromLeadId: null },
  ...{ peerModifiedAt: NOON, linkedAt: NOON, changedAt: NOON },
  ...more,
});
const record = (peerId: string, optedOut: readonly Channel[]): PeerRecord => ({
  ...{ peerId, leadId: 'ada', modifiedAt: NOON, optedOut, mergedIds: [] },
  properties: { Email: 'ada@example.com', Phone: '+4930901820', LastName: 'Lovelace' },
});
const saying = (channels: readonly Channel[]) => [{ data: expect.objectContaining({ leadId: 'ada', doNotContact: channels }) }];

function pull(records: readonly PeerRecord[], links: readonly LinkRecord[], leads = [ada]) {
  const step = { now: NOON, importId: null, customFields: [], vocabulary: DEFAULT_VOCABULARY };
  return pullPage(
    records,
    { found: { leads, further: [] }, links },
    { provider: 'salesforce', settings, facts, step, transitions: {}, ids: uuidV7 },
  );
}

it('a second record of a person who is linked to another one states its opt-out, once', () => {
  const first = pull([record('B', ['email'])], [link('A')]);
  expect(first.permissions).toMatchObject(saying(['email']));
  expect(first.notes.map(({ outcome, peerId, code }) => [outcome, peerId, code])).toEqual([
    ['opted-out', 'B', null],
    ['skipped', 'B', 'linked-elsewhere'],
  ]);
  const again = pull([record('B', ['email', 'voice'])], first.links);
  expect(again.permissions).toMatchObject(saying(['voice']));
  expect(pull([record('B', ['email', 'voice']), record('A', ['email'])], again.links).permissions).toEqual([]);
});

it('what a second record said is told to the one that is linked', () => {
  const { links } = pull([record('B', ['email'])], [link('A')]);
  const duty = dutyOf(ada, links[0], { consents: new Map(), doNotContact: new Map([['email', true]]) }, settings);
  expect(prohibitionsOf([duty], [], [])).toEqual([{ peerId: 'A', email: 'ada@example.com', channels: ['email'] }]);
});

it('nothing is stated of a lead that is deleted', () => {
  expect(pull([record('A', ['email'])], [link('A')], []).permissions).toEqual([]);
});

const permitted = (...channels: readonly Channel[]) => ({
  consents: new Map(),
  doNotContact: new Map(channels.map((channel) => [channel, true] as const)),
});

/** What a push comes to, of one lead. */
function push(known: LinkRecord | undefined, found: readonly PeerRecord[], forbidden: readonly Channel[], written: readonly PeerWritten[]) {
  const duties: LeadDuty[] = [dutyOf(ada, known, permitted(...forbidden), settings)];
  const plans: LeadPlan[] = planLeads(
    duties.filter((duty) => duty.kind === 'tell'),
    found,
    new Map(),
    settings,
    facts,
  );
  const effect = pushEffect({ duties, plans, written, ofSurvivors: [], versions: new Map() }, { settings, facts, now: NOON });
  return { ...effect, told: prohibitionsOf(duties, plans, written) };
}

const inStep = [{ leadId: 'ada', record: record('A', []) }];

it('a push heeds an opt-out that no pull took over, once, whether the record takes what it is told or not', () => {
  const restored = link('A', { state: 'ended', reason: 'lead-deleted' });
  const taken = push(restored, [record('A', ['email'])], [], inStep);
  expect([taken.permissions, taken.counts['opted-out']]).toMatchObject([saying(['email']), 1]);
  expect(taken.links).toMatchObject([{ state: 'live', optedOut: ['email'] }]);
  expect(push(taken.links[0], [record('A', ['email'])], [], inStep).permissions).toEqual([]);
  const unmapped = { ...record('A', ['voice']), leadId: null };
  const refused = push(link('A'), [unmapped], [], [{ leadId: 'ada', code: 'ENTITY_IS_LOCKED', properties: [] }]);
  expect([refused.permissions, refused.counts]).toMatchObject([saying(['voice']), { failed: 1, 'opted-out': 1 }]);
  expect(refused.links).toMatchObject([{ optedOut: ['voice'] }]);
});

it('whoever may be written to, but not called, is told of together with that, once', () => {
  const both = push(link('A'), [record('A', [])], ['voice'], inStep);
  expect(both.told).toEqual([{ peerId: 'A', email: 'ada@example.com', channels: ['voice'] }]);
  expect([both.links, both.permissions]).toMatchObject([[{ optedOut: ['voice'] }], []]);
  expect(push(both.links[0], [record('A', [])], ['voice'], inStep).told).toEqual([]);
  const made = push(undefined, [], ['voice'], [{ leadId: 'ada', record: record('C', []) }]);
  expect(made.told).toEqual([{ peerId: 'C', email: 'ada@example.com', channels: ['voice'] }]);
  expect(made.links).toMatchObject([{ peerId: 'C', optedOut: ['voice'] }]);
  const refused = push(undefined, [], ['voice'], [{ leadId: 'ada', code: 'REQUIRED_FIELD_MISSING', properties: [] }]);
  expect([refused.told, refused.links]).toEqual([[], []]);
});

it('a record whose link has ended is told nothing, and is not taken to know it', () => {
  const over = link('A', { state: 'ended', reason: 'lead-deleted' });
  const withheld = push(over, [], ['email', 'voice'], []);
  expect([withheld.told, withheld.links]).toEqual([[], []]);
});
