-- What a tenant may spend, one currency a budget. Amounts are whole minor units of ISO 4217. The row is also the head of the
-- ledger: whoever adds an entry locks it.
CREATE TABLE budget (
  tenant_id        uuid        NOT NULL,
  budget_id        uuid        NOT NULL,
  version          integer     NOT NULL,
  name             text        NOT NULL,
  currency         text        NOT NULL,
  status           text        NOT NULL,
  -- How far below zero the balance may go.
  overdraft_minor  bigint      NOT NULL DEFAULT 0,
  balance_minor    bigint      NOT NULL DEFAULT 0,
  -- Of the last entry; null while there is none.
  last_sequence    integer,
  last_hash        bytea,
  last_recorded_at timestamptz,
  created_at       timestamptz NOT NULL,
  updated_at       timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, budget_id),
  CONSTRAINT budget_currency_key UNIQUE (tenant_id, budget_id, currency),
  CONSTRAINT budget_version_positive CHECK (version >= 1),
  CONSTRAINT budget_name_stated CHECK (name <> ''),
  CONSTRAINT budget_currency_code CHECK (currency ~ '^[A-Z]{3}$'),
  CONSTRAINT budget_status_known CHECK (status IN ('active', 'closed')),
  CONSTRAINT budget_overdraft_bounded CHECK (overdraft_minor BETWEEN 0 AND 999999999999999999),
  CONSTRAINT budget_balance_bounded CHECK (balance_minor BETWEEN -999999999999999999 AND 999999999999999999),
  CONSTRAINT budget_not_overdrawn CHECK (balance_minor >= -overdraft_minor),
  CONSTRAINT budget_head_whole CHECK (num_nonnulls(last_sequence, last_hash, last_recorded_at) IN (0, 3)),
  CONSTRAINT budget_empty_is_zero CHECK (last_sequence IS NOT NULL OR balance_minor = 0),
  CONSTRAINT budget_updated_after_creation CHECK (updated_at >= created_at - interval '5 minutes')
);
SELECT protect_tenant_table('budget');
-- A budget is never removed, and its currency is for ever.
REVOKE UPDATE, DELETE ON budget FROM lead_service;
GRANT UPDATE (version, name, status, overdraft_minor, balance_minor, last_sequence, last_hash, last_recorded_at, updated_at)
  ON budget TO lead_service;

-- The ledger: each row names both accounts of one booking (the budget's own and the other), and rests on the row before it. The
-- foreign keys make a gap, a second branch, a wrong balance before or another currency impossible to insert.
CREATE TABLE budget_entry (
  tenant_id            uuid        NOT NULL,
  budget_id            uuid        NOT NULL,
  -- 1, 2, 3... without gaps.
  sequence             integer     NOT NULL,
  kind                 text        NOT NULL,
  -- The other side of the booking.
  account              text        NOT NULL,
  currency             text        NOT NULL,
  -- What the balance changes by.
  change_minor         bigint      NOT NULL,
  balance_before_minor bigint      NOT NULL,
  balance_after_minor  bigint      NOT NULL,
  -- The caller's own name for the booking, once a budget.
  reference            text,
  note                 text,
  -- The entry that this one takes back.
  reverses_sequence    integer,
  actor_kind           text        NOT NULL,
  actor_id             text        NOT NULL,
  request_id           text        NOT NULL,
  recorded_at          timestamptz NOT NULL,
  -- SHA-256 of all of the above and of previous_hash; zeros before the first entry.
  previous_hash        bytea       NOT NULL,
  hash                 bytea       NOT NULL,
  previous_sequence    integer     GENERATED ALWAYS AS (nullif(sequence - 1, 0)) STORED,
  PRIMARY KEY (tenant_id, budget_id, sequence),
  CONSTRAINT budget_entry_chain_key UNIQUE (tenant_id, budget_id, sequence, balance_after_minor, hash),
  CONSTRAINT budget_entry_budget_fkey FOREIGN KEY (tenant_id, budget_id, currency) REFERENCES budget (tenant_id, budget_id, currency),
  CONSTRAINT budget_entry_chain_fkey FOREIGN KEY (tenant_id, budget_id, previous_sequence, balance_before_minor, previous_hash)
    REFERENCES budget_entry (tenant_id, budget_id, sequence, balance_after_minor, hash),
  CONSTRAINT budget_entry_reverses_fkey FOREIGN KEY (tenant_id, budget_id, reverses_sequence)
    REFERENCES budget_entry (tenant_id, budget_id, sequence),
  CONSTRAINT budget_entry_sequence_positive CHECK (sequence >= 1),
  CONSTRAINT budget_entry_first_from_zero CHECK (
    sequence > 1 OR (balance_before_minor = 0 AND previous_hash = decode(repeat('00', 32), 'hex'))),
  CONSTRAINT budget_entry_adds_up CHECK (balance_after_minor = balance_before_minor + change_minor),
  CONSTRAINT budget_entry_kind_known CHECK (kind IN ('allocation', 'withdrawal', 'spend', 'refund', 'adjustment', 'reversal')),
  CONSTRAINT budget_entry_account_fits CHECK (CASE
    WHEN kind IN ('allocation', 'withdrawal') THEN account = 'funding'
    WHEN kind IN ('spend', 'refund') THEN account = 'spending'
    WHEN kind = 'adjustment' THEN account = 'adjustment'
    ELSE account IN ('funding', 'spending', 'adjustment') END),
  CONSTRAINT budget_entry_change_fits CHECK (CASE
    WHEN kind IN ('allocation', 'refund') THEN change_minor > 0
    WHEN kind IN ('withdrawal', 'spend') THEN change_minor < 0
    ELSE change_minor <> 0 END),
  CONSTRAINT budget_entry_reversal_named CHECK ((kind = 'reversal') = (reverses_sequence IS NOT NULL)),
  CONSTRAINT budget_entry_reference_stated CHECK (reference <> ''),
  CONSTRAINT budget_entry_note_stated CHECK (note <> ''),
  CONSTRAINT budget_entry_actor_known CHECK (actor_kind IN ('member', 'api-key', 'service')),
  CONSTRAINT budget_entry_hash_sha256 CHECK (octet_length(hash) = 32)
);
CREATE UNIQUE INDEX budget_entry_reference_key ON budget_entry (tenant_id, budget_id, reference) WHERE reference IS NOT NULL;
-- What was taken back once cannot be taken back again.
CREATE UNIQUE INDEX budget_entry_reverses_key ON budget_entry (tenant_id, budget_id, reverses_sequence) WHERE reverses_sequence IS NOT NULL;
CREATE INDEX budget_entry_time_idx ON budget_entry (tenant_id, budget_id, recorded_at, sequence);
CREATE INDEX budget_entry_kind_idx ON budget_entry (tenant_id, budget_id, kind, recorded_at, sequence);
SELECT protect_tenant_table('budget_entry');

ALTER TABLE budget ADD CONSTRAINT budget_head_fkey FOREIGN KEY (tenant_id, budget_id, last_sequence, balance_minor, last_hash)
  REFERENCES budget_entry (tenant_id, budget_id, sequence, balance_after_minor, hash);

-- What happened is never rewritten: not by the service, and by the owner only after it has taken the trigger away.
REVOKE UPDATE, DELETE ON budget_entry FROM lead_service;
CREATE FUNCTION refuse_rewriting() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  RAISE EXCEPTION 'rows of % are never changed or removed', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER budget_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON budget_entry
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting();

CREATE TABLE budget_audit (
  tenant_id   uuid        NOT NULL,
  budget_id   uuid        NOT NULL,
  -- After the change.
  version     integer     NOT NULL,
  -- [{ "field", "before", "after" }]
  changes     jsonb       NOT NULL,
  actor_kind  text        NOT NULL,
  actor_id    text        NOT NULL,
  request_id  text        NOT NULL,
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, budget_id, version),
  CONSTRAINT budget_audit_budget_fkey FOREIGN KEY (tenant_id, budget_id) REFERENCES budget (tenant_id, budget_id),
  CONSTRAINT budget_audit_version_positive CHECK (version >= 1),
  CONSTRAINT budget_audit_changes_array CHECK (jsonb_typeof(changes) = 'array'),
  CONSTRAINT budget_audit_actor_known CHECK (actor_kind IN ('member', 'api-key', 'service'))
);
SELECT protect_tenant_table('budget_audit');
REVOKE UPDATE, DELETE ON budget_audit FROM lead_service;
