import type { ImportJob } from '@leadstream/contracts';
import type { Identifier } from '../../lead/lead.js';
import { customKey } from '../plan/custom-columns.rules.js';
import { storedPlan } from '../plan/import-plan.js';

/** A stored import, as its table has it. */
export interface StoredImport {
  readonly importId: string;
  readonly status: string;
  readonly fileName: string | null;
  readonly sizeBytes: bigint | number;
  readonly plan: unknown;
  readonly rowsTotal: number;
  readonly rowsDone: number;
  readonly rowsCreated: number;
  readonly rowsUpdated: number;
  readonly rowsSkipped: number;
  readonly rowsFailed: number;
  readonly rowsWarned: number;
  readonly isDry: boolean;
  readonly reversedTo: number | null;
  readonly leadsReverted: number;
  readonly leadsConflicted: number;
  readonly reversalAskedAt: Date | null;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
  readonly actorKind: string;
  readonly actorId: string;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly completedAt: Date | null;
}

/** An import as the API shows it. */
export function presentImport(row: StoredImport, now: Date): ImportJob {
  const {
    matchBy,
    onMatch,
    onNoMatch,
    onRepeat,
    onBadValue,
    dateOrder,
    names,
    mapping,
    problems,
    sheets = [],
    read = [],
  } = storedPlan(row.plan);
  const [first = 'externalId'] = matchBy;
  const matchKey = customKey(first);
  return {
    id: row.importId,
    status: row.status as ImportJob['status'],
    fileName: row.fileName,
    sizeBytes: Number(row.sizeBytes),
    matchBy: matchKey === undefined ? (first as Identifier) : 'customField',
    matchCustomField: matchKey ?? null,
    matchKeys: [...matchBy],
    onMatch,
    onNoMatch,
    onRepeat,
    onBadValue,
    dateOrder,
    sheets: sheets.map((name) => ({ name, rows: read.find((sheet) => sheet.name === name)?.rows ?? null })),
    columns: [...names],
    mapping: { ...mapping },
    problems: problems.map(({ path, code, message }) => ({ path, code, message })),
    isDryRun: row.isDry,
    progress: progressOf(row, now),
    counts: {
      ...{ rows: row.rowsDone, created: row.rowsCreated, updated: row.rowsUpdated, skipped: row.rowsSkipped, failed: row.rowsFailed },
      warned: row.rowsWarned,
    },
    reversal: row.reversedTo === null ? null : { reverted: row.leadsReverted, conflicted: row.leadsConflicted },
    error: row.errorCode === null ? null : { code: row.errorCode, message: row.errorMessage ?? '' },
    madeBy: { kind: row.actorKind, id: row.actorId },
    createdAt: row.createdAt.toISOString(),
    startedAt: row.startedAt?.toISOString() ?? null,
    completedAt: row.completedAt?.toISOString() ?? null,
  };
}

/** The sheet that a row stands on; null where there is none. */
export function sheetOfRow(sheets: ImportJob['sheets'], row: number): string | null {
  let last = 0;
  return sheets.find(({ rows }) => row <= (last += rows ?? 0))?.name ?? null;
}

/** While it is taken back: of the rows that went in those that are taken back, from the last to the first. */
function progressOf(row: StoredImport, now: Date): ImportJob['progress'] {
  if (row.status === 'reverting' && row.reversedTo !== null) {
    const taken = Math.min(row.rowsDone + 1 - row.reversedTo, row.rowsDone);
    return estimate(taken, row.rowsDone, row.reversalAskedAt, now);
  }
  const progress = estimate(row.rowsDone, row.rowsTotal, row.startedAt, now);
  return row.completedAt === null ? progress : { ...progress, etaSeconds: 0 };
}

/** The rest takes as long a row as the rows so far took on average. */
function estimate(done: number, total: number, since: Date | null, now: Date): ImportJob['progress'] {
  const percent = total === 0 ? 0 : Math.floor((done * 100) / total);
  if (since === null || done === 0) return { done, total, percent, etaSeconds: null };
  const elapsedMs = Math.max(now.getTime() - since.getTime(), 0);
  return { done, total, percent, etaSeconds: Math.ceil((elapsedMs * (total - done)) / done / 1_000) };
}
