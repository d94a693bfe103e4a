DROP FUNCTION tenants_with_models_to_train(integer);
DROP TABLE trained_model_use;
DROP TABLE trained_model;
