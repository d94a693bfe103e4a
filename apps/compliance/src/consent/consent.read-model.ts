import type { Channel, ConsentEntry, Purpose } from '@leadstream/contracts';
import { prismaInTenant, type Tx, uuidArray } from '@leadstream/persistence';
import { Injectable } from '@nestjs/common';
import { SlicePrisma } from '../prisma.js';
import type { StatementOfLead } from './family/family-consent.rules.js';

/** A line of the ledger as the fold and its readers need it. */
export interface LedgerStatement extends StatementOfLead {
  readonly entryId: string;
  readonly channel: Channel;
  readonly purpose: Purpose;
  readonly basis: ConsentEntry['basis'];
  /** It was said of all addresses at once, by an erasure or a request. */
  readonly isObjection: boolean;
}

/** A line with its place in the ledger. */
export interface LedgerEntry {
  readonly entryNo: bigint;
  readonly entry: ConsentEntry;
}

export interface LedgerFilter {
  /** Any of them. */
  readonly leadIds: readonly string[];
  readonly channel: Channel | undefined;
  readonly purpose: Purpose | undefined;
  /** Place of the last line of the page before. */
  readonly before: bigint | undefined;
  readonly limit: number;
}

const latest = {
  name: 'consent_entry_latest',
  text: `SELECT id, lead_id, entry_no, channel, purpose, state, basis, stated_at, expires_at, is_objection, is_told
           FROM (SELECT id, lead_id, entry_no, channel, purpose, state, basis, stated_at, expires_at,
                        state = 'withdrawn' AND source IN ('erasure', 'subject-request') AS is_objection,
                        state = 'given' AND source_event_id IS NOT NULL AS is_told,
                        max(entry_no) OVER (PARTITION BY lead_id, channel, purpose, state, state = 'given' AND source_event_id IS NOT NULL
                                            ORDER BY stated_at DESC, entry_no DESC
                                            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS replaced_by
                   FROM consent_entry
                  WHERE tenant_id = $1 AND lead_id = ANY ($2::uuid[]) AND ($3::text IS NULL OR channel = $3)
                    AND ($4::text IS NULL OR purpose = $4) AND ($5::timestamptz IS NULL OR stated_at <= $5)) AS line
          WHERE replaced_by IS NULL OR replaced_by < entry_no
          ORDER BY lead_id, channel, purpose, state, stated_at DESC`,
};

interface LatestRow {
  id: string;
  lead_id: string;
  entry_no: string;
  channel: Channel;
  purpose: Purpose;
  state: ConsentEntry['state'];
  basis: ConsentEntry['basis'];
  stated_at: Date;
  expires_at: Date | null;
  is_objection: boolean;
  is_told: boolean;
}

/** What stands in the consent ledger. */
@Injectable()
export class ConsentReadModel {
  constructor(private readonly prisma: SlicePrisma) {}

  /**
   * Of each lead, for each channel and purpose, the grants that were told, the others, and the withdrawals, in whose place none of their kind has come:
   * none that was stated later and came later. That is all that a fold can depend on, and mostly the latest of each.
   * @param until what was stated later is left out
   */
  async findLatest(
    tx: Tx,
    tenantId: string,
    leadIds: readonly string[],
    only?: { channel: Channel; purpose: Purpose },
    until?: Date,
  ): Promise<LedgerStatement[]> {
    const rows = await tx.query<LatestRow>(latest, [
      tenantId,
      uuidArray(leadIds),
      only?.channel ?? null,
      only?.purpose ?? null,
      until ?? null,
    ]);
    return rows.map(({ id, lead_id, entry_no, stated_at, expires_at, is_objection: isObjection, is_told: isTold, ...row }) => ({
      ...row,
      entryId: id,
      leadId: lead_id,
      entryNo: Number(entry_no),
      statedAt: stated_at,
      expiresAt: expires_at,
      isObjection,
      isTold,
    }));
  }

  async findById(tenantId: string, id: string): Promise<ConsentEntry | undefined> {
    const row = await prismaInTenant(this.prisma, tenantId, ({ prisma }) => prisma.consentEntry.findFirst({ where: { tenantId, id } }));
    return row ? fromPrisma(row) : undefined;
  }

  /** Latest line first. */
  async findPage(tenantId: string, { leadIds, channel, purpose, before, limit }: LedgerFilter): Promise<LedgerEntry[]> {
    const rows = await prismaInTenant(this.prisma, tenantId, ({ prisma }) =>
      prisma.consentEntry.findMany({
        where: {
          tenantId,
          leadId: { in: [...leadIds] },
          ...(channel && { channel }),
          ...(purpose && { purpose }),
          ...(before !== undefined && { entryNo: { lt: before } }),
        },
        orderBy: { entryNo: 'desc' },
        take: limit,
      }),
    );
    return rows.map((row) => ({ entryNo: row.entryNo, entry: fromPrisma(row) }));
  }
}

type PrismaConsentEntry = Awaited<ReturnType<SlicePrisma['consentEntry']['findFirstOrThrow']>>;

function fromPrisma(row: PrismaConsentEntry): ConsentEntry {
  return {
    id: row.id,
    leadId: row.leadId,
    channel: row.channel as ConsentEntry['channel'],
    purpose: row.purpose as ConsentEntry['purpose'],
    state: row.state as ConsentEntry['state'],
    basis: row.basis as ConsentEntry['basis'],
    statedAt: row.statedAt.toISOString(),
    textVersion: row.textVersion,
    source: row.source,
    expiresAt: row.expiresAt?.toISOString() ?? null,
    proof: row.proof as ConsentEntry['proof'],
    recordedAt: row.recordedAt.toISOString(),
  };
}
