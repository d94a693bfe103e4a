-- Reads old rows while others write.
ALTER TABLE note
  VALIDATE CONSTRAINT note_entity_known,
  VALIDATE CONSTRAINT note_of_entity,
  VALIDATE CONSTRAINT note_deal_fkey,
  VALIDATE CONSTRAINT note_task_fkey;
ALTER TABLE document
  VALIDATE CONSTRAINT document_version_positive,
  VALIDATE CONSTRAINT document_entity_known,
  VALIDATE CONSTRAINT document_of_entity,
  VALIDATE CONSTRAINT document_deal_fkey,
  VALIDATE CONSTRAINT document_task_fkey;
