import { describeLeadReferences, describePersonalData } from '@leadstream/testing/jest';
import { AddressData } from './person-data/address-data.repository.js';
import { MailData } from './person-data/mail-data.repository.js';

describeLeadReferences({
  slice: 'email_events',
  followed: {
    'known_lead.lead_id': "Mail belongs to addresses; those of a merged lead are its survivor's.",
  },
  excused: {},
});

describePersonalData({
  slice: 'email_events',
  stores: [new MailData(), new AddressData()],
  impersonal: { webhook_endpoint: 'Where providers deliver.' },
});
