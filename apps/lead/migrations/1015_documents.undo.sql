DROP FUNCTION abandoned_documents(timestamptz);
DROP TABLE document;
