import type pg from 'pg';
import type { Entry, Ledger } from '../ledger.ts';
import { type Finding, judge } from './finding.ts';

interface Effects {
  /** In words of the report. */
  readonly where: string;
  /** Effects of the tenant by the operation that made them: columns `operation` and `found`. */
  readonly sql: string;
  /** How many effects an acknowledged operation has, by operation. */
  readonly expected: ReadonlyMap<string, Pick<Entry, 'standing'>>;
}

type Count = { operation: string; found: number };

const standing = (entry: Entry): [string, Entry] => [entry.id, entry];
/** Effects of one operation that has several: rows of an import, events of a webhook. */
const parts = (entry: Entry): [string, Entry][] => Array.from({ length: entry.size }, (_, part) => [`${entry.id}-${part}`, entry]);

function effectsOf(ledger: Ledger): Effects[] {
  const removed = ledger.of('dnc-remove').map((entry): [string, Entry] => [entry.effectId ?? '', entry]);
  return [
    {
      where: 'leads captured',
      sql: `SELECT coalesce(source_metadata->>'operation', lead_id::text) AS operation, count(*)::int AS found
            FROM lead.lead WHERE tenant_id = $1 GROUP BY 1`,
      expected: new Map([...ledger.of('capture').map(standing), ...ledger.of('import').flatMap(parts)]),
    },
    {
      where: 'DNC entries',
      sql: 'SELECT source AS operation, count(*)::int AS found FROM compliance.dnc_entry WHERE tenant_id = $1 GROUP BY 1',
      expected: new Map(ledger.of('dnc-add').map(standing)),
    },
    {
      where: 'DNC entries withdrawn',
      sql: `SELECT id::text AS operation, count(*)::int AS found FROM compliance.dnc_entry
            WHERE tenant_id = $1 AND removed_at IS NOT NULL GROUP BY 1`,
      expected: new Map(removed),
    },
    {
      where: 'consent statements',
      sql: `SELECT source AS operation, count(*)::int AS found FROM compliance.consent_entry
            WHERE tenant_id = $1 AND source_event_id IS NULL GROUP BY 1`,
      expected: new Map(ledger.of('consent').map(standing)),
    },
    {
      where: 'interactions',
      sql: 'SELECT client_event_id AS operation, count(*)::int AS found FROM engagement.interaction WHERE tenant_id = $1 GROUP BY 1',
      expected: new Map(ledger.of('interaction').map(standing)),
    },
    {
      where: 'e-mail events',
      sql: `SELECT provider_event_id AS operation, count(*)::int AS found FROM email_events.email_event
            WHERE tenant_id = $1 GROUP BY 1`,
      expected: new Map(ledger.of('webhook').flatMap(parts)),
    },
  ];
}

async function compareEffects(client: pg.Client, ledger: Ledger, { where, sql, expected }: Effects): Promise<Finding[]> {
  const { rows } = await client.query<Count>(sql, [ledger.tenantId]);
  const found = new Map(rows.map((row) => [row.operation, row.found]));
  const promised = [...expected].flatMap(([operation, entry]) =>
    judge(where, operation, found.get(operation) ?? 0, entry.standing === 'acked' ? 1 : 0, entry.standing === 'unknown' ? 1 : 0),
  );
  // What nobody asked for.
  return [
    ...promised,
    ...rows.filter(({ operation }) => !expected.has(operation)).flatMap((row) => judge(where, row.operation, row.found, 0)),
  ];
}

/** Every change of a lead raised its version by one and left one line of audit. */
async function compareVersions(client: pg.Client, ledger: Ledger): Promise<Finding[]> {
  const changes = Map.groupBy(ledger.of('update', 'status', 'delete'), (entry) => entry.lead);
  const { rows } = await client.query<{ operation: string; version: number; audits: number; deleted: boolean }>(
    `SELECT source_metadata->>'operation' AS operation, version, deleted_at IS NOT NULL AS deleted,
            (SELECT count(DISTINCT audit.version)::int FROM lead.lead_audit audit
             WHERE audit.tenant_id = lead.tenant_id AND audit.lead_id = lead.lead_id) AS audits
     FROM lead.lead WHERE tenant_id = $1`,
    [ledger.tenantId],
  );
  return rows.flatMap(({ operation, version, audits, deleted }) => {
    const made = changes.get(operation) ?? [];
    const acked = made.filter(({ standing }) => standing === 'acked');
    const unknown = made.filter(({ standing }) => standing === 'unknown').length;
    const gone = acked.filter(({ kind }) => kind === 'delete').length;
    return [
      ...judge('changes of leads', operation, version - 1, acked.length, unknown),
      ...judge('audit of leads', operation, audits, version),
      ...(gone > 0 && !deleted ? [{ wrong: 'lost' as const, where: 'deletions', what: operation }] : []),
    ];
  });
}

async function compareImports(client: pg.Client, ledger: Ledger): Promise<Finding[]> {
  const { rows } = await client.query<{ import_id: string; status: string; rows_created: number }>(
    'SELECT import_id::text, status, rows_created FROM lead.import WHERE tenant_id = $1',
    [ledger.tenantId],
  );
  const found = new Map(rows.map((row) => [row.import_id, row]));
  return ledger
    .of('import')
    .filter(({ standing }) => standing === 'acked')
    .flatMap(({ id, effectId, size }) => {
      const row = found.get(effectId ?? '');
      if (row?.status === 'completed' && row.rows_created === size) return [];
      return [
        {
          wrong: 'differs' as const,
          where: 'imports',
          what: `${id}: ${row?.status ?? 'absent'}, ${row?.rows_created ?? 0} of ${size} created`,
        },
      ];
    });
}

/** The ledger against what each slice holds. */
export async function compareSlices(client: pg.Client, ledger: Ledger): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const effects of effectsOf(ledger)) findings.push(...(await compareEffects(client, ledger, effects)));
  return [...findings, ...(await compareVersions(client, ledger)), ...(await compareImports(client, ledger))];
}
