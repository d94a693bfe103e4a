import { describe, expect, it } from '@jest/globals';
import type { CrmFieldMapping, LifecycleStage } from '@leadstream/contracts';
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
  ids: uuidV7,
};

function lead(lifecycleStage: LifecycleStage): LeadRecord {
  const times = { statusChangedAt: NOON, capturedAt: NOON, createdAt: NOON, updatedAt: NOON, deletedAt: null };
  return { ...EMPTY_LEAD, leadId: LEAD_ID, version: 1, status: 'new', email: 'a@x.com', lifecycleStage, ...times };
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
