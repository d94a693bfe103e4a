import { expect, it } from '@jest/globals';
import { EMPTY_LEAD, type LeadRecord } from '../../lead/lead.js';
import type { LinkRecord } from '../link/crm-link.js';
import type { PeerRecord } from '../peer/crm-peer.js';
import { type Known, matchRecord } from './match-record.rules.js';

const NOON = new Date('2026-11-01T12:00:00Z');
const times = { statusChangedAt: NOON, capturedAt: NOON, createdAt: NOON, updatedAt: NOON, deletedAt: null };
const lead = (leadId: string, email: string): LeadRecord => ({ ...EMPTY_LEAD, leadId, version: 1, status: 'new', email, ...times });
const link = (leadId: string, peerId: string, reason: LinkRecord['reason'] = null): LinkRecord => {
  const state = reason === null ? ('live' as const) : ('ended' as const);
  return {
    leadId,
    peerId,
    state,
    reason,
    base: {},
    optedOut: [],
    optedOutElsewhere: [],
    inheritedFromLeadId: null,
    peerModifiedAt: NOON,
    linkedAt: NOON,
    changedAt: NOON,
  };
};
const record = (peerId: string, more: Partial<PeerRecord> = {}): PeerRecord => ({
  peerId,
  leadId: null,
  modifiedAt: NOON,
  properties: {},
  optedOut: [],
  mergedIds: [],
  ...more,
});

function known(leads: readonly LeadRecord[], links: readonly LinkRecord[]): Known {
  return {
    lead: (leadId) => leads.find((one) => one.leadId === leadId),
    leadOf: (email) => leads.find((one) => one.email === email),
    linkOfLead: (leadId) => links.find((one) => one.leadId === leadId),
    linkOfPeer: (peerId) => links.find((one) => one.peerId === peerId),
  };
}

const [ada, bob] = [lead('ada', 'ada@x.com'), lead('bob', 'bob@x.com')];
const both = [ada, bob];

it.each<[string, PeerRecord, string | null, Known, unknown]>([
  ['by its link, whatever its address says', record('1'), 'bob@x.com', known(both, [link('ada', '1')]), { lead: ada }],
  ['by the link of a record that went into it', record('2', { mergedIds: ['1'] }), null, known(both, [link('ada', '1')]), { lead: ada }],
  ['by the id of a lead that it carries', record('1', { leadId: 'bob' }), 'ada@x.com', known(both, []), { lead: bob }],
  ['by its address', record('1'), 'ada@x.com', known(both, []), { lead: ada, link: undefined }],
  ['in the place of one that was deleted', record('2'), 'ada@x.com', known(both, [link('ada', '1', 'record-removed')]), { lead: ada }],
  ['never a lead that has another record', record('2'), 'ada@x.com', known(both, [link('ada', '1')]), { code: 'linked-elsewhere' }],
  ['never a lead that was deleted', record('1'), 'ada@x.com', known([bob], [link('ada', '1')]), { code: 'lead-deleted' }],
])('a record is a lead: %s', (_, one, email, all, expected) => {
  expect(matchRecord(one, email, all)).toMatchObject(expected as object);
});

it('a record that fits nobody is nobody', () => {
  expect(matchRecord(record('1', { leadId: 'carol' }), 'carol@x.com', known(both, []))).toBeUndefined();
  expect(matchRecord(record('1'), null, known(both, []))).toBeUndefined();
});
