import { Injectable } from '@nestjs/common';
import type { ImportJob, ImportReversal, ImportRow, ImportStatus, RowOutcome } from '@leadstream/contracts';
import { decodeCursor, encodeCursor } from '@leadstream/http';
import type { Uuid } from '@leadstream/kernel';
import { prismaInTenant } from '@leadstream/persistence';
import { z } from 'zod';
import { currentTenantId } from '../../current-tenant.js';
import { Prisma } from '../../generated/prisma/client.js';
import { SlicePrisma } from '../../prisma.js';
import { presentImport, sheetOfRow } from './present-import.rules.js';

export interface ImportPage {
  readonly items: readonly ImportJob[];
  readonly nextCursor: string | null;
}

export interface ImportQuery {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly status?: ImportStatus | undefined;
}

export interface ImportRowPage {
  readonly items: readonly ImportRow[];
  readonly nextCursor: string | null;
}

export interface ImportRowQuery {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly outcome?: RowOutcome | undefined;
  readonly warned?: 'true' | 'false' | undefined;
}

export interface ImportReversalPage {
  readonly items: readonly ImportReversal[];
  readonly nextCursor: string | null;
}

export interface ImportReversalQuery {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly outcome?: ImportReversal['outcome'] | undefined;
}

const importPosition = z.strictObject({ before: z.uuid() });
const leadPosition = z.strictObject({ after: z.uuid() });
const position = z.strictObject({ after: z.int().min(1) });

/** Imports and their rows as clients see them; uploads still coming in are not there yet. */
@Injectable()
export class ImportReadModel {
  constructor(private readonly prisma: SlicePrisma) {}

  async findById(importId: Uuid, now: Date): Promise<ImportJob | undefined> {
    const tenantId = currentTenantId();
    const row = await prismaInTenant(this.prisma, tenantId, ({ prisma }) =>
      prisma.import.findFirst({ where: { tenantId, importId, status: { not: 'uploading' } } }),
    );
    return row ? presentImport(row, now) : undefined;
  }

  /** Newest first: ids grow with time. */
  async findPage({ limit, cursor, status }: ImportQuery, now: Date): Promise<ImportPage> {
    const tenantId = currentTenantId();
    const before = cursor === undefined ? undefined : decodeCursor(importPosition, cursor).before;
    const rows = await prismaInTenant(this.prisma, tenantId, ({ prisma }) =>
      prisma.import.findMany({
        where: { tenantId, status: status ?? { not: 'uploading' }, ...(before !== undefined && { importId: { lt: before } }) },
        orderBy: { importId: 'desc' },
        take: limit + 1,
      }),
    );
    const page = rows.slice(0, limit);
    const last = rows.length > limit ? page.at(-1) : undefined;
    return { items: page.map((row) => presentImport(row, now)), nextCursor: last ? encodeCursor({ before: last.importId }) : null };
  }

  /** Rows behind those that are done are of a dry run that was not repeated to its end. */
  async findRows({ id: importId, counts, sheets }: ImportJob, { limit, cursor, outcome, warned }: ImportRowQuery): Promise<ImportRowPage> {
    const tenantId = currentTenantId();
    const after = cursor === undefined ? 0 : decodeCursor(position, cursor).after;
    const rows = await prismaInTenant(this.prisma, tenantId, ({ prisma }) =>
      prisma.importRow.findMany({
        where: {
          ...{ tenantId, importId, rowNumber: { gt: after, lte: counts.rows } },
          ...(outcome && { outcome }),
          ...(warned && { warnings: warned === 'true' ? { not: Prisma.DbNull } : { equals: Prisma.DbNull } }),
        },
        orderBy: { rowNumber: 'asc' },
        take: limit + 1,
      }),
    );
    const page = rows.slice(0, limit);
    const last = rows.length > limit ? page.at(-1) : undefined;
    const items = page.map((row) => ({
      row: row.rowNumber,
      sheet: sheetOfRow(sheets, row.rowNumber),
      line: row.line,
      outcome: row.outcome as RowOutcome,
      code: row.code,
      path: row.path,
      message: row.message,
      column: row.heading,
      value: row.value,
      leadId: row.leadId,
      warnings: (row.warnings ?? []) as ImportRow['warnings'],
    }));
    return { items, nextCursor: last ? encodeCursor({ after: last.rowNumber }) : null };
  }

  async findReversals(importId: Uuid, { limit, cursor, outcome }: ImportReversalQuery): Promise<ImportReversalPage> {
    const tenantId = currentTenantId();
    const after = cursor === undefined ? undefined : decodeCursor(leadPosition, cursor).after;
    const rows = await prismaInTenant(this.prisma, tenantId, ({ prisma }) =>
      prisma.importReversal.findMany({
        where: { tenantId, importId, ...(after !== undefined && { leadId: { gt: after } }), ...(outcome && { outcome }) },
        orderBy: { leadId: 'asc' },
        take: limit + 1,
      }),
    );
    const page = rows.slice(0, limit);
    const last = rows.length > limit ? page.at(-1) : undefined;
    const items = page.map(({ leadId, outcome: result, conflicts }) => ({
      leadId,
      outcome: result as ImportReversal['outcome'],
      conflicts: conflicts as ImportReversal['conflicts'],
    }));
    return { items, nextCursor: last ? encodeCursor({ after: last.leadId }) : null };
  }
}
