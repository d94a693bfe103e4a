-- The instant that was judged, when it may be, and the signature; null in decisions from before. Not validated here, so that nothing waits while old
-- rows are read; 1017 does that.
ALTER TABLE decision
  ADD COLUMN judged_at timestamptz,
  ADD COLUMN later_at timestamptz,
  ADD COLUMN signature jsonb,
  DROP CONSTRAINT decision_outcome_check,
  ADD CONSTRAINT decision_outcome_check CHECK (outcome IN ('allow', 'deny', 'later')) NOT VALID,
  ADD CONSTRAINT decision_judged_check CHECK (judged_at >= decided_at) NOT VALID,
  ADD CONSTRAINT decision_later_check CHECK ((outcome = 'later') = (later_at IS NOT NULL)) NOT VALID,
  ADD CONSTRAINT decision_later_lies_ahead CHECK (later_at > judged_at) NOT VALID,
  ADD CONSTRAINT decision_signature_check CHECK (jsonb_typeof(signature) = 'object') NOT VALID;

-- Keys that sign decisions. The secret half is sealed; neither half is ever changed, or what was signed could not be checked.
CREATE TABLE decision_key (
  tenant_id uuid NOT NULL,
  -- Text, as the walk that seals anew has it.
  key_id text NOT NULL,
  public_key bytea NOT NULL,
  sealed_private_key bytea NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, key_id)
);
SELECT protect_tenant_table('decision_key');
REVOKE UPDATE, DELETE, TRUNCATE ON decision_key FROM compliance_service;
-- Sealed values are sealed anew before a tenant is known. Only the owner, in whose name that is done, sees all.
CREATE POLICY decision_key_upkeep ON decision_key TO compliance_owner USING (true) WITH CHECK (true);

-- What a tenant demands beyond the law, each version as it was; who has none works with the defaults.
CREATE TABLE contact_policy (
  tenant_id uuid NOT NULL,
  version integer NOT NULL CONSTRAINT contact_policy_version_check CHECK (version >= 2),
  settings jsonb NOT NULL CONSTRAINT contact_policy_settings_check CHECK (jsonb_typeof(settings) = 'object'),
  actor_kind text NOT NULL CONSTRAINT contact_policy_actor_check CHECK (actor_kind IN ('member', 'api-key', 'service')),
  actor_id text NOT NULL,
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, version)
);
SELECT protect_tenant_table('contact_policy');
REVOKE UPDATE, DELETE, TRUNCATE ON contact_policy FROM compliance_service;
