import { describeLeadReferences } from '@leadstream/testing/jest';

describeLeadReferences({
  slice: 'lead',
  followed: {
    'lead_identity.lead_id': 'A lead is known by what every lead is known by that went into it.',
    'lead.lead_id': 'Its fields go by the rules of the merge; `merged_into` is what others follow.',
  },
  excused: {
    'import_row.lead_id': 'Is what a row of a file did, to the lead that it was then.',
    'lead_audit.lead_id': "Is the history of this lead; what the merge changed of the survivor stands in the survivor's own.",
    'lead_status_history.lead_id': 'Is the way of this lead; the survivor has one of its own.',
  },
});
