import { describeLeadReferences } from '@leadstream/testing/jest';

describeLeadReferences({
  slice: 'lead',
  followed: {
    'lead_identity.lead_id': 'A lead is known by what every lead is known by that went into it.',
    'lead.lead_id': 'Its fields go by the rules of the merge; `merged_into` is what others follow.',
    'lead_relationship.from_lead_id':
      'What every lead is to others that went into one is shown with it; what the two were to each other, not.',
    'lead_relationship.to_lead_id': 'As the other end.',
    'document.lead_id': 'Documents of every lead that went into one are shown with it.',
    'task.lead_id': 'Tasks about every lead that went into one are shown with it.',
    'attachment_search_key.lead_id': 'A search asks into which lead it went, and finds the note or document under that one.',
    'deal.lead_id': 'Deals with every lead that went into one are listed with it.',
    'scoring_contribution.lead_id': 'What every lead did that went into one counts in its score.',
    'lead_assignment.lead_id': 'Who had every lead that went into one is told with who had it.',
    'lead_consent.lead_id': 'What was said under every lead that went into one counts for it, the most restrictive first.',
    'segment_member.lead_id':
      'Whoever went into a lead has it in its static segments until the merge is undone; for dynamic ones the survivor is looked at.',
    'crm_link.lead_id': 'The survivor takes over the record of a lead that went into it, unless it has one of its own.',
    'note.lead_id': 'Notes about every lead that went into one are shown with it.',
  },
  excused: {
    'lead_response.lead_id': 'Is what the owner of this lead owed it; nobody waits for it any more once the lead went into another one.',
    'distribution_queue.lead_id': 'Notes that this lead waits for an owner; a merged lead does not wait, nor does the survivor for it.',
    'segment_look.lead_id': 'Is when this lead is to be looked at; the survivor is looked at when the merge is told.',
    'lead_temperature.lead_id': 'Is what was found of this lead; the survivor is looked at when the merge is told.',
    'crm_waiting_lead.lead_id': 'Says that a peer is to hear of this lead; of a merge both are concerned.',
    'crm_sync_record.lead_id': 'Is what a sync did with this lead, as it was then.',
    'lead_search_key.lead_id': 'Repeats words of the lead itself; a merged lead is not found, as a deleted one.',
    'duplicate_backlog.lead_id': 'Notes that the keys of this lead are behind; those of a merged lead are taken away.',
    'lead_duplicate_keys.lead_id': 'Is made of what the lead says; a merged lead is compared with nobody.',
    'duplicate_key.lead_id': 'Repeats the keys of the lead itself.',
    'duplicate_pair.left_lead_id': 'Is of these two leads: a merge of the two settles it, any other one leaves it to the next run.',
    'duplicate_pair.right_lead_id': 'Is of these two leads: a merge of the two settles it, any other one leaves it to the next run.',
    'lead_tag.lead_id': 'Repeats tags of the lead itself: the survivor gets those of both, until the merge is undone.',
    'lead_custom_value.lead_id': 'Repeats values of the lead itself, which go by the rules of the merge.',
    'import_reversal.lead_id': 'Is what taking an import back did, to the lead that it was then.',
    'import_row.lead_id': 'Is what a row of a file did, to the lead that it was then.',
    'lead_form_submission.lead_id': 'Is what a visitor said of this lead, and the proof of its consents.',
    'lead_audit.lead_id': "Is the history of this lead; what the merge changed of the survivor stands in the survivor's own.",
    'lead_status_history.lead_id': 'Is the way of this lead; the survivor has one of its own.',
  },
});
