import type pg from 'pg';
import { APPS, schemaOf } from '../../../../infra/local/index.ts';
import { dump, type Dump, type LeftOut } from './canonical-dump.ts';

/** What changes although nothing was done. */
export const BY_ITSELF: LeftOut = {
  tables: {
    consumer_progress: 'how far a group has come: moves with every record, also with one that changes nothing',
    audit_checkpoint: 'heads of chains are signed by the clock',
    timed_job: 'moves by the clock',
    timed_job_run: 'moves by the clock',
  },
  columns: { 'audit_head.signed_sequence': 'moves with each checkpoint' },
  rows: {},
};

/** What a projection that is built again may differ in. */
export const BUILT_AGAIN: LeftOut = {
  tables: { ...BY_ITSELF.tables, lead_stream: 'numbers taken for statements that are in the ledger already are used up' },
  columns: { ...BY_ITSELF.columns, 'inbox.received_at': 'when the event came: now, the second time' },
  // A cell whose leads have all left it says as much as one that never was.
  rows: { lifecycle_daily: 'leads = 0 AND seconds_sum = 0 AND before_capture = 0' },
};

/** The tables that a group alone writes. */
export const PROJECTIONS: Readonly<Record<string, readonly string[]>> = {
  'compliance.lead-projection': ['known_lead'],
  'engagement.lead-projection': ['known_lead'],
  'email-events.lead-projection': ['known_lead'],
  'engagement.retention': ['legal_hold', 'retention_policy'],
  'email-events.retention': ['legal_hold', 'retention_policy'],
  'lead.retention': ['legal_hold', 'retention_policy'],
  'analytics.lead-lifecycle': ['lead_lifecycle', 'lifecycle_daily', 'lead_status_order'],
};

/** Groups whose tables are the record itself: reading again must change nothing, and there is nothing to build again. */
export const RECORDS: Readonly<Record<string, string>> = {
  'email-events.ingest': 'stores what providers delivered and publishes what it means for a message',
  'compliance.subject-access': 'keeps what services told of persons who asked for a copy, until it goes',
  'compliance.opt-outs': 'blocks leads by what they wrote, and keeps what waits for a person',
  'compliance.audit': 'keeps every event once, in a chain that nothing is taken from',
  'lead.scoring': 'keeps what leads did, and tells who became hot or cold',
  'lead.news': 'tells who came into a segment and who left it, and marks the leads that other CRMs are to hear of',
  'lead.distribution': 'keeps members with what was said of them here',
  'lead.person-data': 'answers requests about persons; one that is over has no addresses and is left alone',
  'engagement.person-data': 'answers requests about persons; one that is over has no addresses and is left alone',
  'email-events.person-data': 'answers requests about persons; one that is over has no addresses and is left alone',
  'compliance.person-data': 'answers requests about persons; one that is over has no addresses and is left alone',
  'analytics.person-data': 'answers requests about persons; one that is over has no addresses and is left alone',
  'gateway.person-data': 'answers requests about persons; one that is over has no addresses and is left alone',
  'compliance.erasures': 'keeps the receipts of erasures',
};

/** Every table of every slice. */
export function stateOf(client: pg.Client, leftOut: LeftOut): Promise<Dump> {
  return dump(client, APPS.map(schemaOf), leftOut);
}

/** Names of the tables in which two states differ. */
export function differences(before: Dump, after: Dump): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter((name) => before[name]?.digest !== after[name]?.digest);
}

export function rowsOf(state: Dump): number {
  return Object.values(state).reduce((sum, { rows }) => sum + rows, 0);
}

/** Empties what a group has made of its topics, and forgets that it has seen them. */
export async function emptyProjection(client: pg.Client, schema: string, group: string): Promise<void> {
  const tables = PROJECTIONS[group];
  if (tables === undefined) throw new Error(`which tables are the projection of ${group}?`);
  await client.query('BEGIN');
  await client.query(`TRUNCATE ${tables.map((table) => `${schema}.${table}`).join()}`);
  await client.query(`DELETE FROM ${schema}.inbox WHERE consumer_group = $1`, [group]);
  await client.query('COMMIT');
}
