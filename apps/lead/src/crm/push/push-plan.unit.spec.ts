import { describe, expect, it } from '@jest/globals';
import type { Channel, CrmFieldMapping } from '@leadstream/contracts';
import { EMPTY_LEAD } from '../../lead/lead.js';
import { DEFAULT_VOCABULARY } from '../../lead/vocabulary.js';
import { defaultSettings } from '../connection/stating/default-settings.js';
import type { LinkRecord } from '../link/crm-link.js';
import { ended, linked } from '../link/link-steps.rules.js';
import type { PeerRecord } from '../peer/crm-peer.js';
import { basedOn } from '../reconcile/reconcile.rules.js';
import { pushEffect } from './push-effect.rules.js';
import { dutyOf, keysOf, planLeads } from './push-plan.rules.js';
import type { ToldLead } from './told-lead.js';

const NOON = new Date('2026-11-01T12:00:00Z');
const facts = { custom: { definitions: [], liveLeads: new Set<string>(), vocabulary: DEFAULT_VOCABULARY }, phoneRegion: null };
const mapping = ['email', 'company'].map((field): CrmFieldMapping => ({
  field,
  property: field,
  direction: 'both',
  owner: 'newest',
  type: 'text',
}));
const settings = { ...defaultSettings('hubspot'), mapping };
const times = { statusChangedAt: NOON, capturedAt: NOON, createdAt: NOON, updatedAt: NOON, deletedAt: null };
const ada: ToldLead = { ...EMPTY_LEAD, leadId: 'ada', version: 5, status: 'new', email: 'a@x.com', ...times, mergedInto: null };
const record = (peerId: string, leadId: string | null = null): PeerRecord => ({
  ...{ peerId, leadId, modifiedAt: NOON, properties: { email: 'a@x.com', company: null }, optedOut: [], mergedIds: [] },
});
const LINK: LinkRecord = {
  ...linked('ada', { peerId: '1', modifiedAt: NOON }, basedOn({}, 'ada', [{ field: 'company', ours: 'Acme', theirs: 'Acme' }]), NOON),
  optedOut: ['voice'],
};
const DELETED = ended(LINK, 'lead-deleted', NOON);

function push(link: LinkRecord, found: readonly PeerRecord[], forbidden: readonly Channel[] = []) {
  const doNotContact = new Map(forbidden.map((channel) => [channel, true] as const));
  const duty = dutyOf(ada, link, { consents: new Map(), doNotContact }, settings);
  const tellings = duty.kind === 'tell' ? [duty] : [];
  const plans = planLeads(tellings, found, new Map([['1', 'ada']]), settings, facts);
  const written = plans.flatMap(({ write }) => (write ? [{ leadId: 'ada', record: record(write.peerId ?? '2', 'ada') }] : []));
  const told = { duties: [duty], plans, written, ofSurvivors: [], versions: new Map<string, number>() };
  return { keys: keysOf(tellings), plan: plans[0], ...pushEffect(told, { settings, facts, now: NOON }) };
}

describe('a lead that was deleted and is back', () => {
  it('is told as a new one where its record was archived, with what nobody may do', () => {
    const { keys, plan, links, counts } = push(DELETED, [], ['voice']);
    expect(keys).toEqual({ peerIds: ['1'], leadIds: ['ada'], emails: ['a@x.com'] });
    expect(plan).toMatchObject({ code: undefined, channels: ['voice'], write: { leadId: 'ada', properties: { email: 'a@x.com' } } });
    expect([links, counts]).toMatchObject([[{ leadId: 'ada', peerId: '2', state: 'live', reason: null }], { created: 1 }]);
    expect(Object.keys(links[0]?.base ?? {})).toEqual(['email']);
  });

  it('has its record again where that was kept, and is not told of it anew', () => {
    const { plan, links, counts } = push(DELETED, [record('1', 'ada'), record('3')]);
    expect(plan).toMatchObject({ record: { peerId: '1' }, channels: [] });
    expect([links, counts]).toMatchObject([[{ peerId: '1', state: 'live' }], { unchanged: 1 }]);
  });

  it('has the record that people made of the person meanwhile', () => {
    const { plan, links, counts } = push(DELETED, [record('3')]);
    expect(plan?.write).toMatchObject({ leadId: 'ada', peerId: '3' });
    expect([links, counts]).toMatchObject([[{ peerId: '3', state: 'live' }], { linked: 1 }]);
  });
});

it('a record that people deleted is not made anew, and one that does not answer is not either', () => {
  expect(push(ended(LINK, 'record-removed', NOON), []).plan).toBeUndefined();
  expect(push(LINK, []).plan).toMatchObject({ code: 'record-missing', write: undefined });
});
