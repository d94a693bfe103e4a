DROP INDEX known_lead_phone_idx, known_lead_email_idx;
