import type { AuditFinding } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import type { SystemTx, Tx } from '@leadstream/persistence';
import type { VerificationRun } from './verification-run.js';

const COLUMNS = `id, status, asked_from AS "askedFrom", asked_to AS "askedTo", kept_sequence AS "keptSequence", kept_hash AS "keptHash",
  first_sequence AS first, last_sequence AS last, last_hash AS "lastHash", goal, finding_sequence AS "findingSequence", finding_problem AS "findingProblem",
  finding_belongs_at AS "findingBelongsAt", created_at AS "createdAt", started_at AS "startedAt", ended_at AS "endedAt"`;

const find = { name: 'audit_verification_find', text: `SELECT ${COLUMNS} FROM audit_verification WHERE tenant_id = $1 AND id = $2` };
const findPage = {
  name: 'audit_verification_page',
  text: `SELECT ${COLUMNS} FROM audit_verification WHERE tenant_id = $1 AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3`,
};
const findRunning = {
  name: 'audit_verification_running',
  text: `SELECT ${COLUMNS} FROM audit_verification WHERE tenant_id = $1 AND status = 'running'`,
};
/** Nothing is written while another one of the tenant runs. */
const create = {
  name: 'audit_verification_create',
  text: `INSERT INTO audit_verification (tenant_id, id, status, asked_from, asked_to, kept_sequence, kept_hash, created_at)
         VALUES ($1, $2, 'running', $3, $4, $5, decode($6, 'hex'), $7) ON CONFLICT DO NOTHING`,
};
const update = {
  name: 'audit_verification_update',
  text: `UPDATE audit_verification SET status = $3, first_sequence = $4, last_sequence = $5, last_hash = $6, goal = $7, started_at = $8, finding_sequence = $9,
                finding_problem = $10, finding_belongs_at = $11, ended_at = $12
          WHERE tenant_id = $1 AND id = $2 AND status = 'running' AND last_sequence IS NOT DISTINCT FROM $13`,
};
const tenants = { name: 'audit_verification_tenants', text: 'SELECT tenants_with_audit_verifications($1) AS "tenantId"' };

/** 64-bit numbers are text. */
interface RunRow extends Pick<VerificationRun, 'id' | 'status' | 'createdAt' | 'endedAt'> {
  readonly askedFrom: string | null;
  readonly askedTo: string | null;
  readonly keptSequence: string | null;
  readonly keptHash: Buffer | null;
  readonly first: string | null;
  readonly last: string | null;
  readonly lastHash: Buffer | null;
  readonly goal: string | null;
  readonly findingSequence: string | null;
  readonly findingProblem: AuditFinding['problem'] | null;
  readonly findingBelongsAt: string | null;
  readonly startedAt: Date | null;
}

/** Checks of chains, and how far they are. */
export class VerificationRunRepository {
  async find(tx: Tx, tenantId: string, id: string): Promise<VerificationRun | undefined> {
    const row = await tx.queryOne<RunRow>(find, [tenantId, id]);
    return row && toRun(row);
  }

  /** Latest first. @param before id of the last one of the page before */
  async findPage(tx: Tx, tenantId: string, before: string | undefined, limit: number): Promise<VerificationRun[]> {
    return (await tx.query<RunRow>(findPage, [tenantId, before ?? null, limit])).map(toRun);
  }

  async findRunning(tx: Tx, tenantId: string): Promise<VerificationRun | undefined> {
    const row = await tx.queryOne<RunRow>(findRunning, [tenantId]);
    return row && toRun(row);
  }

  /** @returns false when one of the tenant is running already */
  async create(tx: Tx, tenantId: string, { id, asked: { from, to, kept }, createdAt }: VerificationRun): Promise<boolean> {
    const asked = [from ?? null, to ?? null, kept?.sequence ?? null, kept?.hash ?? null];
    return (await tx.execute(create, [tenantId, id, ...asked, createdAt])) === 1;
  }

  /** Nothing is written when somebody else went on meanwhile. @param before as it was read */
  async update(
    tx: Tx,
    tenantId: string,
    { id, status, progress, finding, endedAt }: VerificationRun,
    before: VerificationRun,
  ): Promise<void> {
    const reached = [progress?.first, progress?.last.sequence, progress?.last.hash, progress?.goal, progress?.startedAt];
    const found = [finding?.sequence, finding?.problem, finding?.belongsAt];
    const values = [...reached, ...found].map((value) => value ?? null);
    await tx.execute(update, [tenantId, id, status, ...values, endedAt, before.progress?.last.sequence ?? null]);
  }

  /** Tenants with checks that are not at their end, those that wait longest first. */
  async findTenants(tx: SystemTx, limit: number): Promise<Uuid[]> {
    return (await tx.query<{ tenantId: Uuid }>(tenants, [limit])).map(({ tenantId }) => tenantId);
  }
}

function toRun({ id, status, createdAt, endedAt, ...row }: RunRow): VerificationRun {
  const { first, last, lastHash, goal, startedAt } = row;
  const isBegun = first !== null && last !== null && lastHash !== null && goal !== null && startedAt !== null;
  return {
    ...{ id, status, createdAt, endedAt },
    asked: {
      ...(row.askedFrom !== null && { from: Number(row.askedFrom) }),
      ...(row.askedTo !== null && { to: Number(row.askedTo) }),
      ...(row.keptSequence !== null && { kept: { sequence: Number(row.keptSequence), hash: row.keptHash?.toString('hex') ?? '' } }),
    },
    progress: isBegun
      ? { first: Number(first), last: { sequence: Number(last), hash: lastHash }, goal: Number(goal), startedAt }
      : undefined,
    finding: findingOf(row),
  };
}

function findingOf({
  findingSequence,
  findingProblem,
  findingBelongsAt,
}: Pick<RunRow, 'findingSequence' | 'findingProblem' | 'findingBelongsAt'>): AuditFinding | undefined {
  if (findingProblem === null) return undefined;
  return {
    sequence: Number(findingSequence),
    problem: findingProblem,
    belongsAt: findingBelongsAt === null ? null : Number(findingBelongsAt),
  };
}
