DROP TABLE lead_form_submission;
DROP TABLE lead_form_wording;
DROP FUNCTION find_lead_form(text);
DROP TABLE lead_form;
