import { expect, it } from '@jest/globals';
import type { CrmFieldMapping } from '@leadstream/contracts';
import { EMPTY_LEAD } from '../../lead/lead.js';
import { DEFAULT_VOCABULARY } from '../../lead/vocabulary.js';
import { defaultSettings } from '../connection/stating/default-settings.js';
import type { LinkRecord } from '../link/crm-link.js';
import { linked, linksByPeer } from '../link/link-steps.rules.js';
import type { PeerRecord } from '../peer/crm-peer.js';
import { basedOn, type InStep, reconcile } from '../reconcile/reconcile.rules.js';
import { handedBack } from './hand-back.rules.js';
import { pushEffect } from './push-effect.rules.js';
import { dutyOf, planLeads } from './push-plan.rules.js';
import type { ToldLead } from './told-lead.js';

const NOON = new Date('2026-11-01T12:00:00Z');
const facts = { custom: { definitions: [], liveLeads: new Set<string>(), vocabulary: DEFAULT_VOCABULARY }, phoneRegion: null };
const mapping = ['email', 'phone', 'company'].map((field): CrmFieldMapping => ({
  field,
  property: field,
  direction: 'both',
  owner: 'newest',
  type: 'text',
}));
const settings = { ...defaultSettings('hubspot'), mapping };
const NOBODY = { consents: new Map(), doNotContact: new Map() };

function lead(leadId: string, fields: Partial<ToldLead>): ToldLead {
  const times = { statusChangedAt: NOON, capturedAt: NOON, createdAt: NOON, updatedAt: NOON, deletedAt: null };
  return { ...EMPTY_LEAD, leadId, version: 1, status: 'new', ...times, mergedInto: null, ...fields };
}
const record = (leadId: string, properties: PeerRecord['properties']): PeerRecord => ({
  ...{ peerId: 'R', leadId, modifiedAt: NOON, properties, optedOut: [], mergedIds: [] },
});
const linkOf = (leadId: string, values: readonly InStep[], more: Partial<LinkRecord> = {}): LinkRecord => ({
  ...linked(leadId, { peerId: 'R', modifiedAt: NOON }, basedOn({}, leadId, values), NOON),
  ...more,
});
const inStep = (field: string, value: string | null, isTold?: true): InStep => ({
  ...{ field, ours: value, theirs: value },
  ...(isTold && { isTold }),
});

const OLD = [inStep('email', 'a@x.com'), inStep('phone', null), inStep('company', 'Acme')];
const MERGED = { state: 'ended', reason: 'lead-merged' } as const;

it('a record goes over to the lead that another one went into, which keeps how it was linked', () => {
  const survivor = lead('stays', { email: 'a@x.com', phone: '+4930901820', company: 'Acme' });
  const known = linkOf('goes', OLD);
  const duty = dutyOf(survivor, known, NOBODY, settings);
  const before = record('goes', { email: 'a@x.com', phone: null, company: 'Acme' });
  const after = record('stays', { ...before.properties, phone: '+4930901820' });
  const plans = planLeads(duty.kind === 'tell' ? [duty] : [], [before], new Map([['R', 'goes']]), settings, facts);
  const written = [{ leadId: 'stays', record: after }];
  const told = { duties: [duty], plans, written, ofSurvivors: [], versions: new Map([['goes', 7]]) };
  const { links, linkChanges } = pushEffect(told, { settings, facts, now: NOON });
  expect(links).toMatchObject([
    { leadId: 'goes', peerId: 'R', ...MERGED, base: known.base },
    { leadId: 'stays', peerId: 'R', state: 'live', inheritedFromLeadId: 'goes' },
  ]);
  expect(linkChanges.map(({ link, leadVersion }) => [link.leadId, link.reason, leadVersion])).toEqual([
    ['goes', 'lead-merged', 7],
    ['stays', null, 1],
  ]);
  expect(linksByPeer([...links].reverse()).get('R')?.leadId).toBe('stays');
});

/** What a lead and its record come to once it has the record again. */
function returned(own: ToldLead, heirHad: readonly InStep[], properties: PeerRecord['properties']) {
  const heir = linkOf('stays', heirHad, { peerId: 'R2', inheritedFromLeadId: 'goes' });
  const link = handedBack({ own: linkOf('goes', OLD, MERGED), heir }, { properties }, mapping, facts, NOON);
  const { toLead, toPeer } = reconcile({ lead: own, record: { properties, modifiedAt: NOON }, base: link.base }, mapping, facts);
  return { link, toLead: toLead.map(({ field, to }) => [field, to]), toPeer: toPeer.map(({ field, to }) => [field, to]) };
}

it('a lead whose merge is undone has its record again, by the id that it has now, and says anew what the other one wrote there', () => {
  const own = lead('goes', { email: 'a@x.com', company: 'Acme' });
  const heirHad = [inStep('email', 'a@x.com'), inStep('phone', '+4930901820', true), inStep('company', 'Other', true)];
  const { link, toLead, toPeer } = returned(own, heirHad, { email: 'a@x.com', phone: '+4930901820', company: 'Other' });
  expect(link).toMatchObject({ leadId: 'goes', peerId: 'R2', state: 'live', reason: null });
  expect([toLead, toPeer]).toEqual([
    [],
    [
      ['phone', null],
      ['company', 'Acme'],
    ],
  ]);
});

it('what people changed of the record meanwhile is taken over by the lead that it is of, whether the other one took it or not', () => {
  const own = lead('goes', { email: 'a@x.com', company: 'Acme' });
  const properties = { email: 'a@x.com', phone: '+4930555', company: 'Changed' };
  const { toLead, toPeer } = returned(own, [inStep('phone', '+4930901820', true), inStep('company', 'Changed')], properties);
  expect([toLead, toPeer]).toEqual([
    [
      ['phone', '+4930555'],
      ['company', 'Changed'],
    ],
    [],
  ]);
});

it('of a survivor that was deleted meanwhile, the link goes back as one of a deleted lead: its record may have been archived', () => {
  const heir = linkOf('stays', [], { peerId: 'R2', inheritedFromLeadId: 'goes', state: 'ended', reason: 'lead-deleted' });
  const link = handedBack({ own: linkOf('goes', OLD, MERGED), heir }, undefined, mapping, facts, NOON);
  expect(link).toMatchObject({ leadId: 'goes', peerId: 'R2', state: 'ended', reason: 'lead-deleted' });
});
