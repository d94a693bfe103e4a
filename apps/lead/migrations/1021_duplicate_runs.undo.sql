DROP FUNCTION claim_duplicate_run(interval);
DROP TRIGGER lead_merge_settles_pair ON lead_merge;
DROP FUNCTION settle_duplicate_pair();
DROP TABLE duplicate_pair;
DROP TABLE duplicate_run;
