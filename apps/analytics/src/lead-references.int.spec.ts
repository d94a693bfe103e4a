import { describeLeadReferences } from '@leadstream/testing/jest';

describeLeadReferences({
  slice: 'analytics',
  followed: {
    'lead_lifecycle.lead_id': 'A lead and all that went into it are one person of the funnel.',
  },
  excused: {},
});
