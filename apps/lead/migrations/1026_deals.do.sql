-- Ways that a tenant's deals go.
CREATE TABLE pipeline (
  tenant_id   uuid        NOT NULL,
  pipeline_id uuid        NOT NULL,
  version     integer     NOT NULL,
  name        text        NOT NULL,
  -- Where deals go that name none.
  is_default  boolean     NOT NULL,
  created_at  timestamptz NOT NULL,
  updated_at  timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, pipeline_id),
  CONSTRAINT pipeline_version_positive CHECK (version >= 1),
  CONSTRAINT pipeline_named CHECK (name <> ''),
  CONSTRAINT pipeline_updated_after_creation CHECK (updated_at >= created_at - interval '5 minutes')
);
CREATE UNIQUE INDEX pipeline_default_key ON pipeline (tenant_id) WHERE is_default;
CREATE UNIQUE INDEX pipeline_name_key ON pipeline (tenant_id, lower(name));
SELECT protect_tenant_table('pipeline');

-- Who moves a card locks the stage it goes to, so that two never take one place.
CREATE TABLE pipeline_stage (
  tenant_id       uuid    NOT NULL,
  stage_id        uuid    NOT NULL,
  pipeline_id     uuid    NOT NULL,
  place           integer NOT NULL,
  name            text    NOT NULL,
  -- Per cent of deals that are won in the end.
  probability     integer NOT NULL,
  -- Whether deals are won or lost in it.
  closes          boolean NOT NULL,
  rots_after_days integer,
  PRIMARY KEY (tenant_id, stage_id),
  CONSTRAINT pipeline_stage_pipeline_fkey FOREIGN KEY (tenant_id, pipeline_id) REFERENCES pipeline (tenant_id, pipeline_id),
  CONSTRAINT pipeline_stage_place_key UNIQUE (tenant_id, pipeline_id, place) DEFERRABLE INITIALLY IMMEDIATE,
  CONSTRAINT pipeline_stage_of_pipeline_key UNIQUE (tenant_id, pipeline_id, stage_id),
  CONSTRAINT pipeline_stage_named CHECK (name <> ''),
  CONSTRAINT pipeline_stage_place_not_negative CHECK (place >= 0),
  CONSTRAINT pipeline_stage_probability_percent CHECK (probability BETWEEN 0 AND 100),
  CONSTRAINT pipeline_stage_rots_after_a_day CHECK (rots_after_days >= 1)
);
CREATE UNIQUE INDEX pipeline_stage_closing_key ON pipeline_stage (tenant_id, pipeline_id) WHERE closes;
SELECT protect_tenant_table('pipeline_stage');

CREATE TABLE deal (
  tenant_id        uuid        NOT NULL,
  deal_id          uuid        NOT NULL,
  version          integer     NOT NULL,
  lead_id          uuid        NOT NULL,
  external_id      text,
  name             text        NOT NULL,
  pipeline_id      uuid        NOT NULL,
  stage_id         uuid        NOT NULL,
  status           text        NOT NULL,
  amount           numeric(15, 2),
  currency         text,
  expected_close_on date,
  loss_reason      text,
  -- [{ "name", "quantity", "unitPrice" }]
  products         jsonb       NOT NULL,
  owner_id         uuid,
  -- Where the card stands in its column of the board; a deleted deal has no card.
  position         text COLLATE "C",
  stage_entered_at timestamptz NOT NULL,
  opened_at        timestamptz NOT NULL,
  closed_at        timestamptz,
  created_at       timestamptz NOT NULL,
  updated_at       timestamptz NOT NULL,
  deleted_at       timestamptz,
  PRIMARY KEY (tenant_id, deal_id),
  CONSTRAINT deal_lead_fkey FOREIGN KEY (tenant_id, lead_id) REFERENCES lead (tenant_id, lead_id),
  CONSTRAINT deal_stage_fkey FOREIGN KEY (tenant_id, pipeline_id, stage_id) REFERENCES pipeline_stage (tenant_id, pipeline_id, stage_id),
  -- Judged at the end of a statement, so that one can move all cards of a column.
  CONSTRAINT deal_position_key UNIQUE (tenant_id, stage_id, position) DEFERRABLE INITIALLY IMMEDIATE,
  CONSTRAINT deal_card_while_there CHECK ((position IS NULL) = (deleted_at IS NOT NULL)),
  CONSTRAINT deal_version_positive CHECK (version >= 1),
  CONSTRAINT deal_named CHECK (name <> ''),
  CONSTRAINT deal_status_known CHECK (status IN ('active', 'qualified', 'nurturing', 'closed-won', 'closed-lost')),
  CONSTRAINT deal_closed_with_instant CHECK ((status IN ('closed-won', 'closed-lost')) = (closed_at IS NOT NULL)),
  CONSTRAINT deal_lost_with_reason CHECK ((status = 'closed-lost') = (loss_reason IS NOT NULL)),
  CONSTRAINT deal_amount_with_currency CHECK (amount IS NULL OR currency IS NOT NULL),
  CONSTRAINT deal_amount_not_negative CHECK (amount >= 0),
  CONSTRAINT deal_currency_code CHECK (currency ~ '^[A-Z]{3}$'),
  CONSTRAINT deal_products_array CHECK (jsonb_typeof(products) = 'array'),
  CONSTRAINT deal_closed_after_opening CHECK (closed_at >= opened_at),
  CONSTRAINT deal_updated_after_creation CHECK (updated_at >= created_at - interval '5 minutes'),
  CONSTRAINT deal_deleted_after_creation CHECK (deleted_at >= created_at - interval '5 minutes')
);
CREATE UNIQUE INDEX deal_external_id_key ON deal (tenant_id, external_id) WHERE deleted_at IS NULL;
CREATE INDEX deal_lead_idx ON deal (tenant_id, lead_id);
CREATE INDEX deal_created_idx ON deal (tenant_id, created_at DESC, deal_id DESC);
-- Counts and sums of a board are read from it alone.
CREATE INDEX deal_totals_idx ON deal (tenant_id, pipeline_id, stage_id, status, currency) INCLUDE (amount) WHERE deleted_at IS NULL;
SELECT protect_tenant_table('deal');

CREATE TABLE deal_stage_history (
  tenant_id        uuid        NOT NULL,
  deal_id          uuid        NOT NULL,
  -- Of the deal, after the move.
  version          integer     NOT NULL,
  -- Null for the stage in which the deal was made.
  from_stage_id    uuid,
  to_stage_id      uuid        NOT NULL,
  from_status      text,
  to_status        text        NOT NULL,
  changed_at       timestamptz NOT NULL,
  -- Whole seconds in the stage that was left; null for the first.
  seconds_in_stage bigint,
  actor_kind       text        NOT NULL,
  actor_id         text        NOT NULL,
  request_id       text        NOT NULL,
  PRIMARY KEY (tenant_id, deal_id, version),
  CONSTRAINT deal_stage_history_deal_fkey FOREIGN KEY (tenant_id, deal_id) REFERENCES deal (tenant_id, deal_id),
  CONSTRAINT deal_stage_history_version_positive CHECK (version >= 1),
  CONSTRAINT deal_stage_history_first_whole CHECK (num_nonnulls(from_stage_id, from_status, seconds_in_stage) IN (0, 3)),
  CONSTRAINT deal_stage_history_actor_known CHECK (actor_kind IN ('member', 'api-key', 'service'))
);
SELECT protect_tenant_table('deal_stage_history');
-- What happened is never rewritten.
REVOKE UPDATE, DELETE ON deal_stage_history FROM lead_service;
