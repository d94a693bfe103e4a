DROP TABLE note_audit;
DROP TABLE note;
