DROP TABLE consumer_progress;
