-- The rows that were there before the rules keep them too.
ALTER TABLE known_lead VALIDATE CONSTRAINT known_lead_country_check;
ALTER TABLE decision
  VALIDATE CONSTRAINT decision_outcome_check,
  VALIDATE CONSTRAINT decision_judged_check,
  VALIDATE CONSTRAINT decision_later_check,
  VALIDATE CONSTRAINT decision_later_lies_ahead,
  VALIDATE CONSTRAINT decision_signature_check;
