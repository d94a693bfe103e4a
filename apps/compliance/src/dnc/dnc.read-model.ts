import type { DncEntry, DncEntryKind, DncKind } from '@leadstream/contracts';
import { prismaInTenant, textArray, type Tx, uuidArray } from '@leadstream/persistence';
import { SlicePrisma } from '../prisma.js';
import { Injectable } from '@nestjs/common';
import type { LeadFamily } from '../known-lead/known-lead.js';
import { addressesOf, familyIds } from '../known-lead/known-lead.rules.js';
import { SuppressionReadModel } from '../suppression/suppression.read-model.js';
import { entryKey, entryNamesOf } from './domain.rules.js';
import { type DncRow, toDncEntry } from './dnc-row.js';

/** Where a person can be reached. */
export interface Addresses {
  /** E.164. */
  readonly phone: string | null;
  /** Lower-cased. */
  readonly email: string | null;
}

/** Live entries of some addresses and the version of the list they were read from; expired ones included. */
export interface ListedEntries {
  readonly listVersion: number;
  /** Newest first. */
  readonly entries: DncEntry[];
}

export interface DncFilter {
  readonly kind: DncEntryKind | undefined;
  readonly value: string | undefined;
  /** Id of the last entry of the page before. */
  readonly before: string | undefined;
  readonly limit: number;
}

const listedAmong = {
  name: 'dnc_listed_among',
  text: `SELECT coalesce((SELECT version FROM dnc_list WHERE tenant_id = $1::uuid), 0) AS list_version,
                e.id, e.kind, e.value, e.channels, e.reason, e.source, e.evidence, e.version, e.added_at, e.expires_at
           FROM (VALUES (true)) AS always (holds)
           LEFT JOIN (unnest($2::text[], $3::text[]) AS asked (kind, value)
                      JOIN dnc_entry e ON e.tenant_id = $1::uuid AND e.kind = asked.kind AND e.value = asked.value AND e.removed_at IS NULL) ON true
          ORDER BY e.added_at DESC, e.id DESC`,
};

const ofOptOuts = {
  name: 'dnc_of_opt_outs',
  text: `SELECT r.lead_id, e.id, e.kind, e.value, e.channels, e.reason, e.source, e.evidence, e.version, e.added_at, e.expires_at
           FROM opt_out_review r
           JOIN dnc_entry e ON e.tenant_id = r.tenant_id AND e.id = ANY (r.dnc_entry_ids) AND e.removed_at IS NULL
          WHERE r.tenant_id = $1 AND r.lead_id = ANY ($2::uuid[]) AND r.state IN ('acted', 'confirmed')
          ORDER BY e.added_at DESC, e.id DESC`,
};

type ListedRow = { list_version: string } & (DncRow | { [K in keyof DncRow]: null });

/** What is on a tenant's DNC list. */
@Injectable()
export class DncReadModel {
  constructor(
    private readonly prisma: SlicePrisma,
    private readonly suppression: SuppressionReadModel,
  ) {}

  /**
   * Of any addresses, and of the domains that e-mail addresses lie in; those without a value have no entry. Each entry once. One statement, so that entries and version belong together; and
   * another for what is left of the entries of erased persons.
   */
  async findListedAmong(
    tx: Tx,
    tenantId: string,
    addresses: readonly { readonly kind: DncKind; readonly value: string | undefined }[],
  ): Promise<ListedEntries> {
    const asked = new Map(
      addresses.flatMap(({ kind, value }) => (value === undefined ? [] : [[`${kind}:${value}`, { kind, value }] as const])),
    );
    const names = [...new Map([...asked.values()].flatMap(entryNamesOf).map((name) => [entryKey(name), name])).values()];
    const [kinds, values] = [textArray(names.map(({ kind }) => kind)), textArray(names.map(({ value }) => value))];
    const [rows, suppressed] = await Promise.all([
      tx.query<ListedRow>(listedAmong, [tenantId, kinds, values]),
      this.suppression.find(tx, [...asked.values()]),
    ]);
    return listedOf(rows, suppressed);
  }

  /** As {@link findListed}, of several leads, in one statement; each entry once. */
  findListedOfAll(tx: Tx, tenantId: string, addresses: readonly Addresses[]): Promise<ListedEntries> {
    const values = addresses.flatMap(({ phone, email }) => [
      { kind: 'phone' as const, value: phone ?? undefined },
      { kind: 'email' as const, value: email ?? undefined },
    ]);
    return this.findListedAmong(tx, tenantId, values);
  }

  /**
   * Entries on the list that stand for opt-outs of leads, by lead; an entry of several opt-outs comes as often. They name the addresses that the leads had when they opted out,
   * which may be others by now.
   */
  async findOfOptOuts(tx: Tx, tenantId: string, leadIds: readonly string[]): Promise<Map<string, DncEntry[]>> {
    const rows = await tx.query<DncRow & { lead_id: string }>(ofOptOuts, [tenantId, uuidArray(leadIds)]);
    const found = new Map<string, DncEntry[]>();
    for (const row of rows) found.set(row.lead_id, [...(found.get(row.lead_id) ?? []), toDncEntry(row)]);
    return found;
  }

  /** Of every address of a person, as {@link findListedAmong}, and of its opt-outs, as {@link findOfOptOuts}; each entry once. */
  async findListedOfPerson(tx: Tx, tenantId: string, leadId: string, family: LeadFamily): Promise<ListedEntries> {
    const [{ listVersion, entries }, own] = await Promise.all([
      this.findListedOfAll(tx, tenantId, addressesOf(family)),
      this.findOfOptOuts(tx, tenantId, familyIds(leadId, family)),
    ]);
    const all = [...entries, ...[...own.values()].flat()];
    return { listVersion, entries: [...new Map(all.map((entry) => [entry.id, entry])).values()] };
  }

  async findById(tenantId: string, id: string): Promise<DncEntry | undefined> {
    const row = await prismaInTenant(this.prisma, tenantId, ({ prisma }) =>
      prisma.dncEntry.findFirst({ where: { tenantId, id, removedAt: null } }),
    );
    return row ? fromPrisma(row) : undefined;
  }

  /** Entries that were not withdrawn, newest first. */
  async findPage(tenantId: string, { kind, value, before, limit }: DncFilter): Promise<DncEntry[]> {
    const rows = await prismaInTenant(this.prisma, tenantId, ({ prisma }) =>
      prisma.dncEntry.findMany({
        where: { tenantId, removedAt: null, ...(kind && { kind }), ...(value && { value }), ...(before && { id: { lt: before } }) },
        orderBy: { id: 'desc' },
        take: limit,
      }),
    );
    return rows.map(fromPrisma);
  }
}

function listedOf(rows: readonly ListedRow[], suppressed: readonly DncEntry[]): ListedEntries {
  const entries = rows.filter((row): row is ListedRow & DncRow => row.id !== null).map(toDncEntry);
  return { listVersion: Number(rows[0]?.list_version), entries: [...entries, ...suppressed] };
}

type PrismaDncEntry = Awaited<ReturnType<SlicePrisma['dncEntry']['findFirstOrThrow']>>;

function fromPrisma({ addedAt, expiresAt, kind, channels, evidence, ...row }: PrismaDncEntry): DncEntry {
  return toDncEntry({
    ...row,
    kind: kind as DncEntry['kind'],
    channels: channels as DncEntry['channels'],
    evidence: evidence as DncEntry['evidence'],
    added_at: addedAt,
    expires_at: expiresAt,
  });
}
