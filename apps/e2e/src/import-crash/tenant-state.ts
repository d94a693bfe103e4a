import type { Pool } from 'pg';

/** What an import leaves behind, each as a query of one tenant's rows. */
const ROWS = {
  leads: 'SELECT * FROM lead.lead',
  statusHistory: 'SELECT * FROM lead.lead_status_history',
  audit: 'SELECT * FROM lead.lead_audit',
  customValues: 'SELECT * FROM lead.lead_custom_value',
  searchKeys: 'SELECT * FROM lead.lead_search_key',
  imports: 'SELECT * FROM lead.import',
  rowResults: 'SELECT * FROM lead.import_row',
  knownToCompliance: 'SELECT * FROM compliance.known_lead',
  // Lines of different leads may come in any order, those of one lead only in that of its rows.
  consents: 'SELECT *, row_number() OVER (PARTITION BY lead_id ORDER BY entry_no) AS place FROM compliance.consent_entry',
  doNotContact: 'SELECT * FROM compliance.dnc_entry',
} as const;

/** Kinds of rows that an import leaves behind. */
export type StateRows = Readonly<Record<keyof typeof ROWS, readonly unknown[]>>;

/** What differs between two imports of one file: when they ran, by which request, how often they were claimed, numbers of a common sequence. */
const BY_NATURE = new Set(
  [
    ['created_at', 'updated_at', 'recorded_at', 'started_at', 'completed_at', 'served_at', 'lease_expires_at', 'added_at'],
    ['createdAt', 'updatedAt', 'recordedAt', 'receivedAt', 'startedAt', 'completedAt'],
    ['fence', 'attempts', 'traceparent', 'entry_no'],
  ].flat(),
);

const ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** Names that two tenants have in common, in the place of ids. */
export class CommonNames {
  private constructor(private readonly names: ReadonlyMap<string, string>) {}

  /** Leads are named by their external id, fields by their key, imports by their order. */
  static async of(admin: Pool, tenantId: string): Promise<CommonNames> {
    const { rows } = await admin.query<{ id: string; name: string }>(
      `SELECT lead_id AS id, 'lead ' || external_id AS name FROM lead.lead WHERE tenant_id = $1
       UNION ALL SELECT field_id, 'field ' || key FROM lead.custom_field WHERE tenant_id = $1
       UNION ALL SELECT import_id, 'import ' || row_number() OVER (ORDER BY created_at) FROM lead.import WHERE tenant_id = $1`,
      [tenantId],
    );
    return new CommonNames(new Map(rows.map(({ id, name }) => [id, name])));
  }

  /** The same value without what differs by nature; ids that nobody names are told apart no more. */
  apply(value: unknown): unknown {
    const named = (text: string) => text.replaceAll(ID, (id) => this.names.get(id) ?? 'an id');
    const text = JSON.stringify(value, (key, member: unknown) => (BY_NATURE.has(key) ? undefined : member));
    return JSON.parse(named(text), (_key, member: unknown) => withoutMomentOfNo(member));
  }
}

/** A no is stated when its row is read; a yes has the date that the row gives. */
function withoutMomentOfNo(member: unknown): unknown {
  if (typeof member !== 'object' || member === null || !('state' in member) || member.state !== 'withdrawn') return member;
  return { ...member, stated_at: 'when it was read', statedAt: 'when it was read' };
}

/** All that a tenant's imports have left behind, in common names, row by row. */
export async function stateOf(admin: Pool, tenantId: string): Promise<StateRows> {
  const names = await CommonNames.of(admin, tenantId);
  const found = Object.entries(ROWS).map(async ([kind, query]) => {
    const { rows } = await admin.query<{ row: unknown }>(`SELECT to_jsonb(kept) AS row FROM (${query} WHERE tenant_id = $1) kept`, [
      tenantId,
    ]);
    const texts = rows.map(({ row }) => JSON.stringify(names.apply(row))).sort();
    return [kind, texts.map((text) => JSON.parse(text) as unknown)] as const;
  });
  return Object.fromEntries(await Promise.all(found)) as unknown as StateRows;
}
