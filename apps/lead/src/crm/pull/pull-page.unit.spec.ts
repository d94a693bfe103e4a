import { describe, expect, it } from '@jest/globals';
import type { CrmFieldMapping, LeadStatus, LifecycleStage } from '@leadstream/contracts';
import { uuidV7 } from '@leadstream/kernel';
import { foundInRows } from '../../lead/found-leads.js';
import { DEFAULT_VOCABULARY } from '../../lead/vocabulary.js';
import { EMPTY_LEAD, type LeadRecord } from '../../lead/lead.js';
import type { LinkRecord } from '../link/crm-link.js';
import type { PeerRecord } from '../peer/crm-peer.js';
import { basedOn } from '../reconcile/reconcile.rules.js';
import { type PullContext, pullPage } from './pull-page.rules.js';

const NOON = new Date('2026-11-01T12:00:00Z');
const LEAD_ID = '01920000-0000-7000-8000-000000000002';

const mapping: CrmFieldMapping[] = [
  { field: 'lifecycleStage', property: 'stage', direction: 'both', owner: 'theirs', type: 'text' },
  { field: 'company', property: 'company', direction: 'both', owner: 'theirs', type: 'text' },
];
const context: PullContext = {
  provider: 'hubspot',
  settings: { mapping, createsLeads: true } as unknown as PullContext['settings'],
  facts: { custom: { definitions: [], liveLeads: new Set(), vocabulary: DEFAULT_VOCABULARY }, phoneRegion: null },
  step: { now: NOON, importId: null, customFields: [], vocabulary: DEFAULT_VOCABULARY },
  transitions: {},
  ids: uuidV7,
};

function lead(lifecycleStage: LifecycleStage, status: LeadStatus = 'new'): LeadRecord {
  const times = { statusChangedAt: NOON, capturedAt: NOON, createdAt: NOON, updatedAt: NOON, deletedAt: null };
  return { ...EMPTY_LEAD, leadId: LEAD_ID, version: 1, status, email: 'a@x.com', lifecycleStage, ...times };
}
/** In step with its record when both were in this stage. */
function linkOf(stage: LifecycleStage): LinkRecord {
  const values = [
    { field: 'lifecycleStage', ours: stage, theirs: stage },
    { field: 'company', ours: null, theirs: null },
  ];
  const times = { peerModifiedAt: NOON, linkedAt: NOON, changedAt: NOON };
  return {
    leadId: LEAD_ID,
    peerId: '1',
    state: 'live',
    reason: null,
    base: basedOn({}, LEAD_ID, values),
    optedOut: [],
    optedOutElsewhere: [],
    inheritedFromLeadId: null,
    ...times,
  };
}
const recordOf = (stage: string | null, company: string | null): PeerRecord => ({
  ...{ peerId: '1', leadId: LEAD_ID, modifiedAt: NOON, properties: { stage, company, email: 'a@x.com' }, optedOut: [], mergedIds: [] },
});
const pull = (record: PeerRecord, of: LeadRecord, link: LinkRecord) =>
  pullPage([record], { found: foundInRows([of]), links: [link] } as Parameters<typeof pullPage>[1], context);

describe('a stage that another CRM took back', () => {
  it.each(['lead', null])('is left alone and told (%s); the rest of the record counts', (stage) => {
    const effect = pull(recordOf(stage, 'Acme'), lead('customer'), linkOf('customer'));
    expect(effect.updated).toMatchObject([{ lifecycleStage: 'customer', company: 'Acme' }]);
    expect(effect.notes).toMatchObject([{ outcome: 'failed', code: 'lifecycle_stage.backwards', fields: ['lifecycleStage'] }]);
  });

  it('is told once, and taken over when it goes beyond ours', () => {
    const first = pull(recordOf('lead', null), lead('opportunity'), linkOf('opportunity'));
    const [link] = first.links;
    expect(first.notes).toHaveLength(1);
    const again = pull(recordOf('lead', null), lead('opportunity'), link as LinkRecord);
    expect([again.notes, again.updated, again.toTell]).toEqual([[], [], []]);
    expect(pull(recordOf('customer', null), lead('opportunity'), link as LinkRecord).updated).toMatchObject([
      { lifecycleStage: 'customer' },
    ]);
  });
});

describe('a status', () => {
  const words = { new: 'Open', contacted: 'Working', qualified: 'Hot', lost: 'Closed' };
  const by = (direction: CrmFieldMapping['direction'], transitions: PullContext['transitions'] = {}): PullContext => {
    const owner = direction === 'pull' ? 'theirs' : 'newest';
    const status: CrmFieldMapping = { field: 'status', property: 'Status', direction, owner, type: 'text', words };
    return { ...context, settings: { ...context.settings, mapping: [status, ...mapping] }, transitions };
  };
  const recordIn = (Status: string | null, company: string | null = null): PeerRecord => ({
    ...recordOf('lead', company),
    modifiedAt: new Date('2026-11-01T13:00:00Z'),
    properties: { ...recordOf('lead', company).properties, Status },
  });
  /** Both were in this status. */
  function linkIn(status: LeadStatus): LinkRecord {
    const link = linkOf('lead');
    return { ...link, base: basedOn(link.base, LEAD_ID, [{ field: 'status', ours: status, theirs: status }]) };
  }
  const take = (record: PeerRecord, status: LeadStatus, of = by('both'), link = linkIn(status)) =>
    pullPage([record], { found: foundInRows([lead('lead', status)]), links: [link] } as Parameters<typeof pullPage>[1], of);
  const stepsOf = ({ steps }: ReturnType<typeof pullPage>) => steps.map(({ action, move }) => [action, move?.to, move?.trigger]);

  it.each(['both', 'pull'] as const)('goes forward with its record, beside other fields, with %s', (direction) => {
    const effect = take(recordIn('Hot', 'Acme'), 'contacted', by(direction));
    expect(stepsOf(effect)).toEqual([
      ['updated', undefined, undefined],
      ['status-changed', 'qualified', 'automation'],
    ]);
    expect(effect.updated).toMatchObject([{ status: 'qualified', company: 'Acme', version: 3 }]);
    expect(effect.counts).toEqual({ updated: 1 });
  });

  it.each([
    ['Open', {}, 'status.backwards'],
    ['Hot', { contacted: ['lost'] }, 'status.not_allowed'],
  ])('stays where %s would take it, once, and says why', (theirs, transitions, code) => {
    const effect = take(recordIn(theirs, 'Acme'), 'contacted', by('both', transitions));
    expect(effect.notes).toMatchObject([{ outcome: 'skipped', code, fields: ['status'] }]);
    expect(effect.updated).toMatchObject([{ status: 'contacted', company: 'Acme' }]);
    const again = take(recordIn(theirs), 'contacted', by('both', transitions), effect.links[0]);
    expect([again.notes, again.toTell]).toEqual([[], []]);
    expect(again.steps.filter(({ action }) => action === 'status-changed')).toEqual([]);
  });

  it('stays where it is when the record has none, which says nothing', () => {
    const effect = take(recordIn(null), 'contacted', by('pull'));
    expect([effect.notes, effect.steps]).toEqual([[], []]);
  });

  it('is that of its record in a new lead', () => {
    const email: CrmFieldMapping = { field: 'email', property: 'email', direction: 'both', owner: 'newest', type: 'text' };
    const { settings, ...of } = by('both');
    const known = { ...of, settings: { ...settings, mapping: [email, ...settings.mapping] } };
    const effect = pullPage([recordIn('Hot')], { found: foundInRows([]), links: [] } as Parameters<typeof pullPage>[1], known);
    expect(stepsOf(effect)).toEqual([
      ['created', undefined, undefined],
      ['status-changed', 'qualified', 'automation'],
    ]);
    expect(effect.created).toMatchObject([{ status: 'qualified', version: 2 }]);
  });

  it('that the mapping has no word for is no status', () => {
    const effect = take(recordIn('Recycled'), 'contacted');
    expect(effect.notes).toMatchObject([{ outcome: 'failed', code: 'word.unknown', fields: ['status'] }]);
  });

  it('that we changed is told', () => {
    expect(take(recordIn('Open'), 'contacted', by('both'), linkIn('new')).toTell).toEqual([LEAD_ID]);
  });
});
