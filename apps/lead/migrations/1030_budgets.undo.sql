ALTER TABLE budget DROP CONSTRAINT budget_head_fkey;
DROP TABLE budget_audit;
DROP TABLE budget_entry;
DROP FUNCTION refuse_rewriting();
DROP TABLE budget;
