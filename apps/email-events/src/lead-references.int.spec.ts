import { describeLeadReferences } from '@leadstream/testing/jest';

describeLeadReferences({
  slice: 'email_events',
  followed: {
    'known_lead.lead_id': "Mail belongs to addresses; those of a merged lead are its survivor's.",
  },
  excused: {},
});
