import { systemClock, uuidV7 } from '@leadstream/kernel';
import { describeLeadReferences, describePersonalData } from '@leadstream/testing/jest';
import { AuditData } from './person-data/audit-data.repository.js';
import { ConsentData } from './person-data/consent-data.repository.js';
import { ContactData } from './person-data/contact-data.repository.js';
import { DealingData } from './person-data/dealing-data.repository.js';
import { DecisionData } from './person-data/decision-data.repository.js';
import { DncData } from './person-data/dnc-data.repository.js';
import { ErasureData } from './person-data/erasure-data.repository.js';
import { OptOutData } from './person-data/opt-out-data.repository.js';
import { SubjectRequestData } from './subject-request/store/subject-request-data.repository.js';

describeLeadReferences({
  slice: 'compliance',
  followed: {
    'consent_confirmation.lead_id': 'Who confirms speaks as the lead that it went into, and as all that went into that.',
    'consent_entry.lead_id': 'Consent is folded over the ledgers of all leads that went into the one asked for.',
    'dealing.lead_id': 'Purchases and inquiries of every lead that went into the one asked for count.',
    'former_address.lead_id': 'What the person withdrew counts for the addresses that any of its leads had.',
    'known_lead.lead_id': 'DNC entries of every address of the person count; the pointer is what others follow.',
    'lead_deletion.lead_id': 'A hold names the deletions of every lead that is merged with the one it is on.',
    'legal_hold.lead_id': 'A hold on any of the leads that are merged with each other holds them all.',
    'subject_request.lead_id': 'What is gathered is the whole person: what the lead went into, and all that went into that.',
    'opt_out_review.lead_id': 'Contact waits for the reviews of every lead that went into the one asked for.',
    'preference_link.lead_id': 'Opens what concerns the lead that it went into.',
  },
  excused: {
    'audit_entry.lead_id': 'Is what was told then, under the id that it was told of.',
    'decision.lead_id': 'Is what was decided then, of the lead that was asked about.',
    'erasure.lead_id': 'Is what was asked for; the erasure is of all leads that are the person.',
    'erasure_held_lead.lead_id': 'Is of the person that is being erased; the hold is looked for on all leads that are merged with it.',
    'erasure_lead.lead_id': 'Is of the person that is being erased.',
    'policy_rehearsal_change.lead_id': 'Is what would have been decided then, of the lead that was asked about.',
    'lead_stream.lead_id': 'Numbers the events that are told under this id, merged or not.',
  },
  json: {
    naming: {
      'decision.inputs': 'Is what was decided on then, signed.',
      'erasure.certificate': 'Is of all leads that are the person, signed.',
    },
    others: [
      'consent_entry.proof',
      'contact_policy.settings',
      'decision.reasons',
      'decision.signature',
      'dnc_entry.also_stated',
      'dnc_entry.evidence',
      'dnc_entry_load.options',
      'dnc_entry_load.outcome',
      'dnc_load.outcome',
      'erasure_answer.stores',
      'policy.rule_set',
      'policy.settings',
      'policy_rehearsal.rule_changes',
      'policy_rehearsal.settings',
      'policy_rehearsal.tally',
      'policy_rehearsal_change.came',
      'policy_rehearsal_change.went',
      'processing_activity.content',
      'processing_activity_version.content',
      'retention_policy.rules',
      'subject_request.extension',
      'subject_request.identity',
      'subject_request.refusal',
      'subject_request_step.changes',
    ],
  },
});

const suppression = { keep: () => Promise.resolve(), keepHashed: () => Promise.resolve(), hashesOf: () => Promise.resolve([]) };

describePersonalData({
  slice: 'compliance',
  stores: [
    new ContactData(),
    new ConsentData(suppression, uuidV7),
    new DecisionData(),
    new DncData(suppression),
    new OptOutData(suppression, uuidV7),
    new DealingData(),
    new ErasureData(),
    new AuditData(),
    new SubjectRequestData(systemClock),
  ],
  impersonal: {
    audit_checkpoint: 'Signed ends of the chain.',
    audit_head: 'The end of the chain.',
    audit_verification: 'How far a check of the chain is, and what it came to.',
    contact_policy: 'What the tenant demands.',
    decision_key: "The tenant's keys.",
    dnc_entry_load: 'Which file was loaded when and why; what stood in it is gone by then, but for masked rows.',
    dnc_list: 'The version of the list.',
    dnc_load: 'Which file was loaded when; its bytes are gone by then.',
    dnc_load_chunk: 'Files of numbers that others keep, of which nobody here knows whose they are; gone once they are loaded.',
    dnc_origin: 'Ids of events.',
    dnc_registry: 'Versions of lists that others keep.',
    lead_deletion: 'Ids of leads that are being deleted, or were.',
    policy: 'What the tenant demands, or thinks of demanding.',
    policy_rehearsal: 'How many decisions a draft would change.',
    policy_rehearsal_change: 'Ids of decisions, and what a draft would have said.',
    processing_activity: 'What the tenant does with data, and no data.',
    processing_activity_version: 'The same.',
    retention_archive: 'Which file has which rows; there they lie under the keys of their persons.',
    retention_policy: 'For how long the tenant keeps what.',
    legal_hold: "Words of the tenant's lawyers on a case, and the id of a lead.",
    dnc_registry_page: 'Lists of numbers that others keep: who is on them does not follow from any lead.',
  },
});
