import { FUNNEL_STAGES } from '@leadstream/contracts';
import { describeDataRules, type Refusal } from '@leadstream/testing/jest';

const TENANT = '01920000-0000-7000-8000-000000000001';
const ID = '01920000-0000-7000-8000-000000000002';
const NOON = '2026-11-01T12:00:00Z';

const goodRows = {
  lead_lifecycle: { tenant_id: TENANT, lead_id: ID, sequence: 1, source: 'web', captured_at: NOON },
  lifecycle_daily: {
    tenant_id: TENANT,
    captured_on: '2026-11-01',
    source: 'web',
    stage: 'captured',
    leads: 1,
    seconds_sum: -5,
    before_capture: 1,
  },
  lead_status_order: { tenant_id: TENANT, sequence: 2, statuses: ['inquiry', 'demo-booked'] },
};

const refused: readonly Refusal[] = [
  ['lead_lifecycle', { sequence: 0 }, 'lead_lifecycle_sequence_positive'],
  ['lead_lifecycle', { merged_into: ID }, 'lead_lifecycle_merged_into_another'],
  ['lead_lifecycle', { reached: '{"Won it":"2026-11-01T12:00:00Z"}' }, 'lead_lifecycle_stages_in_form'],
  ['lead_lifecycle', { reached: '{"captured":"2026-11-01T12:00:00Z"}' }, 'lead_lifecycle_stages_in_form'],
  ['lead_status_order', { sequence: 0 }, 'lead_status_order_sequence_positive'],
  ['lead_status_order', { statuses: [] }, 'lead_status_order_has_one'],
  ['lifecycle_daily', { stage: 'Won it' }, 'lifecycle_daily_stage_in_form'],
  ['lifecycle_daily', { leads: -1 }, 'lifecycle_daily_check'],
  ['lifecycle_daily', { before_capture: 2 }, 'lifecycle_daily_check'],
];

describeDataRules({
  slice: 'analytics',
  tenantId: TENANT,
  goodRows,
  accepted: [
    ...[...FUNNEL_STAGES, 'demo-booked'].map((stage) => ['lifecycle_daily', { stage }] as const),
    ['lead_lifecycle', { reached: '{"demo-booked":"2026-11-01T12:00:00Z","converted":"2026-11-02T12:00:00Z"}' }],
  ],
  refused,
  // Seconds; negative when the stated instants contradict each other.
  freeNumbers: ['lifecycle_daily.seconds_sum'],
});
