DROP TABLE interaction_key;
DROP TABLE interaction;
