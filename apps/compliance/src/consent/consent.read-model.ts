import type { Channel, ConsentEntry, Purpose } from '@leadstream/contracts';
import { prismaInTenant, type Tx } from '@leadstream/persistence';
import { Injectable } from '@nestjs/common';
import { SlicePrisma } from '../prisma.js';
import type { ConsentStatement } from './consent.rules.js';

/** A line of the ledger as the fold and its readers need it. */
export interface LedgerStatement extends ConsentStatement {
  readonly entryId: string;
  readonly channel: Channel;
  readonly purpose: Purpose;
  readonly basis: ConsentEntry['basis'];
}

/** A line with its place in the ledger. */
export interface LedgerEntry {
  readonly entryNo: bigint;
  readonly entry: ConsentEntry;
}

export interface LedgerFilter {
  readonly leadId: string;
  readonly channel: Channel | undefined;
  readonly purpose: Purpose | undefined;
  /** Place of the last line of the page before. */
  readonly before: bigint | undefined;
  readonly limit: number;
}

const latest = {
  name: 'consent_entry_latest',
  text: `SELECT DISTINCT ON (channel, purpose, state) id, entry_no, channel, purpose, state, basis, stated_at
           FROM consent_entry
          WHERE tenant_id = $1 AND lead_id = $2 AND ($3::text IS NULL OR channel = $3) AND ($4::text IS NULL OR purpose = $4)
          ORDER BY channel, purpose, state, stated_at DESC, entry_no DESC`,
};

interface LatestRow {
  id: string;
  entry_no: string;
  channel: Channel;
  purpose: Purpose;
  state: ConsentEntry['state'];
  basis: ConsentEntry['basis'];
  stated_at: Date;
}

/** What stands in the consent ledger. */
@Injectable()
export class ConsentReadModel {
  constructor(private readonly prisma: SlicePrisma) {}

  /** For each channel and purpose the latest grant and the latest withdrawal: all that a fold up to now can depend on. */
  async findLatest(tx: Tx, tenantId: string, leadId: string, only?: { channel: Channel; purpose: Purpose }): Promise<LedgerStatement[]> {
    const rows = await tx.query<LatestRow>(latest, [tenantId, leadId, only?.channel ?? null, only?.purpose ?? null]);
    return rows.map(({ id, entry_no, stated_at, ...row }) => ({ ...row, entryId: id, entryNo: Number(entry_no), statedAt: stated_at }));
  }

  async findById(tenantId: string, id: string): Promise<ConsentEntry | undefined> {
    const row = await prismaInTenant(this.prisma, tenantId, ({ prisma }) => prisma.consentEntry.findFirst({ where: { tenantId, id } }));
    return row ? fromPrisma(row) : undefined;
  }

  /** Latest line first. */
  async findPage(tenantId: string, { leadId, channel, purpose, before, limit }: LedgerFilter): Promise<LedgerEntry[]> {
    const rows = await prismaInTenant(this.prisma, tenantId, ({ prisma }) =>
      prisma.consentEntry.findMany({
        where: {
          tenantId,
          leadId,
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
    recordedAt: row.recordedAt.toISOString(),
  };
}
