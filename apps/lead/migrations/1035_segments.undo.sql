DROP TRIGGER scoring_model_refills_segments ON scoring_model;
DROP FUNCTION refill_segments_by_score();
DROP FUNCTION tenants_with_segments_to_judge(timestamptz, integer);
DROP TABLE segment_look;
DROP TABLE segment_member;
DROP TABLE segment_audit;
DROP TABLE segment;
