import { describeLeadReferences } from '@leadstream/testing/jest';

describeLeadReferences({
  slice: 'engagement',
  followed: {
    'interaction.lead_id': 'The timeline reads the interactions of every lead that went into the one asked for.',
  },
  excused: {
    'known_lead.lead_id': 'Is the lead itself; its pointer is what others follow.',
    'lead_stream.lead_id': 'Numbers the events that are told under this id, merged or not.',
  },
});
