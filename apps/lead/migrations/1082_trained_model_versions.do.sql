-- Every change of a trained model is told under its next version. Releases that tell of none leave it as it is; so are models of before.
ALTER TABLE trained_model ADD COLUMN version integer NOT NULL DEFAULT 1,
  ADD CONSTRAINT trained_model_version_positive CHECK (version >= 1);
