import { currentContext, isUuid, type Uuid } from '@leadstream/kernel';
import { withSpan } from '@leadstream/telemetry';
import type { ColumnCipher } from './encryption/column-cipher.js';
import { onceOnly } from './idempotent-write.js';
import { translated } from './sql-state.js';
import { type Attempt, retried } from './transaction/retry.js';
import type { Sql, Tx } from './tx.js';

/** What this library needs of a generated client inside a transaction. */
export interface RawPrisma {
  $queryRawUnsafe<R = unknown>(query: string, ...values: unknown[]): Promise<R>;
  $executeRawUnsafe(query: string, ...values: unknown[]): Promise<number>;
}

/** What it needs of the client itself. */
export interface TransactingPrisma<P extends RawPrisma> {
  /** As of the `TenantDatabase` that the client stands on; needed for writes with an idempotency key. */
  readonly answers?: ColumnCipher | undefined;
  $transaction<R>(work: (prisma: P) => Promise<R>, options?: { maxWait?: number; timeout?: number }): Promise<R>;
}

/** Two views of one transaction. */
export interface PrismaSession<P> {
  readonly prisma: P;
  /** For what speaks SQL beside Prisma, such as the outbox. */
  readonly tx: Tx;
}

const LIMITS = { maxWait: 5_000, timeout: 30_000 };

/**
 * `TenantDatabase.inTenant` for a Prisma client: the tenant is set before `work` and for this transaction only.
 * @throws the same errors; Prisma's own where the database refused a statement
 */
export async function prismaInTenant<P extends RawPrisma, T>(
  client: TransactingPrisma<P>,
  tenantId: Uuid,
  work: (session: PrismaSession<P>) => Promise<T>,
): Promise<T> {
  if (!isUuid(tenantId)) throw new TypeError('a tenant id must be a lower-case UUID');
  const attempt = async (): Promise<Attempt<T>> => {
    try {
      return { value: await client.$transaction((prisma) => withTenant(prisma, tenantId, work), LIMITS) };
    } catch (error) {
      return { error: translated(error), failure: error };
    }
  };
  return withSpan('database.transaction', { 'db.system.name': 'postgresql' }, () => retried(attempt), { kind: 'client' });
}

/** `TenantDatabase.write` for a Prisma client: tenant and idempotency key come from the ambient context. */
export async function prismaWrite<P extends RawPrisma, T>(
  client: TransactingPrisma<P>,
  work: (session: PrismaSession<P>) => Promise<T>,
): Promise<T> {
  const context = currentContext();
  if (!context) throw new Error('there is no ambient context: call prismaInTenant, or run inside runInContext');
  const { tenantId, idempotency } = context;
  if (!idempotency) return prismaInTenant(client, tenantId, work);
  let session: PrismaSession<P> | undefined;
  return onceOnly(
    idempotency,
    client.answers,
    (tx) => work({ prisma: session!.prisma, tx }),
    (claimed) => prismaInTenant(client, tenantId, (opened) => claimed((session = opened).tx)),
  );
}

async function withTenant<P extends RawPrisma, T>(prisma: P, tenantId: Uuid, work: (session: PrismaSession<P>) => Promise<T>): Promise<T> {
  await prisma.$executeRawUnsafe(`SELECT set_config('app.tenant_id', $1, true)`, tenantId);
  return work({ prisma, tx: new PrismaTx(prisma, tenantId) });
}

/** SQL through Prisma's transaction; rows come as `Tx` promises them. */
class PrismaTx implements Tx {
  constructor(
    private readonly prisma: RawPrisma,
    readonly tenantId: Uuid,
  ) {}

  async query<R>(sql: Sql, values: readonly unknown[] = []): Promise<R[]> {
    const rows = await this.prisma.$queryRawUnsafe<Record<string, unknown>[]>(textOf(sql), ...values);
    return rows.map((row) => Object.fromEntries(Object.entries(row).map(([column, value]) => [column, asTx(value)]))) as R[];
  }

  async queryOne<R>(sql: Sql, values?: readonly unknown[]): Promise<R | undefined> {
    return (await this.query<R>(sql, values))[0];
  }

  async execute(sql: Sql, values: readonly unknown[] = []): Promise<number> {
    return this.prisma.$executeRawUnsafe(textOf(sql), ...values);
  }
}

function textOf(sql: Sql): string {
  return typeof sql === 'string' ? sql : sql.text;
}

/** Prisma gives bigint as BigInt and numeric as Decimal. */
function asTx(value: unknown): unknown {
  const isDecimal = typeof value === 'object' && value !== null && 'toFixed' in value;
  return typeof value === 'bigint' || isDecimal ? String(value) : value;
}
