import { describeLeadReferences, describePersonalData } from '@leadstream/testing/jest';
import { AddressData } from './person-data/address-data.repository.js';
import { MailData } from './person-data/mail-data.repository.js';

describeLeadReferences({
  slice: 'email_events',
  followed: {
    'held_address.lead_id': 'Addresses of every lead that is merged with the one on hold are held.',
    'legal_hold.lead_id': 'A hold on any of the leads that are merged with each other holds them all.',
    'known_lead.lead_id': "Mail belongs to addresses; those of a merged lead are its survivor's.",
  },
  excused: {},
  json: { naming: {}, others: ['email_event.payload', 'retention_policy.rules'] },
});

describePersonalData({
  slice: 'email_events',
  stores: [new MailData(), new AddressData(), { name: 'erased-addresses', tables: ['erased_address'] }],
  impersonal: {
    legal_hold: 'Ids of leads, and from when to when.',
    retention_archive: 'Which file has which rows; there they lie under the keys of their persons.',
    retention_policy: 'For how long the tenant keeps what.',
    webhook_endpoint: 'Where providers deliver.',
  },
});
