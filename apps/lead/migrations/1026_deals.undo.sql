DROP TABLE deal_stage_history;
DROP TABLE deal;
DROP TABLE pipeline_stage;
DROP TABLE pipeline;
