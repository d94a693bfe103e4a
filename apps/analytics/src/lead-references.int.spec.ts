import { describeLeadReferences, describePersonalData } from '@leadstream/testing/jest';
import { LifecycleData } from './person-data/lifecycle-data.repository.js';

describeLeadReferences({
  slice: 'analytics',
  followed: {
    'lead_lifecycle.lead_id': 'A lead and all that went into it are one person of the funnel.',
  },
  excused: {},
  json: { naming: {}, others: ['lead_lifecycle.reached'] },
});

describePersonalData({
  slice: 'analytics',
  stores: [new LifecycleData()],
  impersonal: {
    lifecycle_daily: 'Counts of leads, by day and source.',
    lead_status_order: 'What the tenant calls its leads.',
  },
});
