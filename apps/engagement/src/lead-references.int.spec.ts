import { describeLeadReferences, describePersonalData } from '@leadstream/testing/jest';
import { InteractionData } from './person-data/interaction-data.repository.js';
import { StandingData } from './person-data/standing-data.repository.js';

describeLeadReferences({
  slice: 'engagement',
  followed: {
    'legal_hold.lead_id': 'A hold on any of the leads that are merged with each other holds them all.',
    'interaction.lead_id': 'The timeline reads the interactions of every lead that went into the one asked for.',
  },
  excused: {
    'known_lead.lead_id': 'Is the lead itself; its pointer is what others follow.',
    'lead_stream.lead_id': 'Numbers the events that are told under this id, merged or not.',
  },
  json: {
    naming: { 'interaction.content': 'Is what a client recorded, as it was.' },
    others: ['retention_policy.rules'],
  },
});

describePersonalData({
  slice: 'engagement',
  stores: [new InteractionData(), new StandingData()],
  impersonal: {
    legal_hold: 'Ids of leads, and from when to when.',
    retention_archive: 'Which file has which rows; there they lie under the keys of their persons.',
    retention_policy: 'For how long the tenant keeps what.',
  },
});
