-- One row per lead: what its events have said so far. The rollup below is the sum of these rows' contributions.
CREATE TABLE lead_lifecycle (
  tenant_id   uuid        NOT NULL,
  lead_id     uuid        NOT NULL,
  -- Aggregate version of the last event applied: an older one changes nothing.
  sequence    bigint      NOT NULL,
  source      text        NOT NULL,
  captured_at timestamptz NOT NULL,
  -- Stage → first instant reached, for example {"converted": "2018-02-26T19:58:54.000Z"}.
  reached     jsonb       NOT NULL DEFAULT '{}',
  deleted     boolean     NOT NULL DEFAULT false,
  PRIMARY KEY (tenant_id, lead_id)
);
SELECT protect_tenant_table('lead_lifecycle');

-- Exact counts by capture day (UTC), source and stage; never recomputed, always moved by the difference.
CREATE TABLE lifecycle_daily (
  tenant_id      uuid   NOT NULL,
  captured_on    date   NOT NULL,
  source         text   NOT NULL,
  stage          text   NOT NULL CHECK (stage IN ('captured', 'contacted', 'engaged', 'qualified', 'nurturing', 'converted', 'lost')),
  leads          bigint NOT NULL CHECK (leads >= 0),
  seconds_sum    bigint NOT NULL,
  before_capture bigint NOT NULL CHECK (before_capture >= 0 AND before_capture <= leads),
  PRIMARY KEY (tenant_id, captured_on, source, stage)
);
SELECT protect_tenant_table('lifecycle_daily');
