import { describeLeadReferences } from '@leadstream/testing/jest';

describeLeadReferences({
  slice: 'compliance',
  followed: {
    'consent_entry.lead_id': 'Consent is folded over the ledgers of all leads that went into the one asked for.',
    'dealing.lead_id': 'Purchases and inquiries of every lead that went into the one asked for count.',
    'known_lead.lead_id': 'DNC entries of every address of the person count; the pointer is what others follow.',
    'lead_deletion.lead_id': 'A hold names the deletions of every lead that is merged with the one it is on.',
    'legal_hold.lead_id': 'A hold on any of the leads that are merged with each other holds them all.',
    'opt_out_review.lead_id': 'Contact waits for the reviews of every lead that went into the one asked for.',
  },
  excused: {
    'decision.lead_id': 'Is what was decided then, of the lead that was asked about.',
    'lead_stream.lead_id': 'Numbers the events that are told under this id, merged or not.',
  },
});
