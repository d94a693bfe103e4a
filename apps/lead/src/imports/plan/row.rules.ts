import type { ImportTarget, LeadStatus, StatedCustomValues } from '@leadstream/contracts';
import { normaliseLead } from '../../lead/lead.rules.js';
import type { LeadFields } from '../../lead/lead.js';
import { parseStatus } from '../../lead/status.rules.js';
import { isFuture, parseInstant } from '../../lead/values/instant.rules.js';
import { readTagNames } from '../../tags/tag.rules.js';
import { isBlankBy } from './blank-words.rules.js';
import { customCells } from './custom-columns.rules.js';
import type { ImportPlan } from './import-plan.js';
import { readPermissions, type RowPermissions } from './permission.rules.js';
import { statedLead } from './stated-lead.rules.js';

/** What a row says, normalised. */
export interface ReadRow {
  readonly fields: Partial<LeadFields>;
  readonly capturedAt: Date | null;
  readonly status: LeadStatus | null;
  readonly statusChangedAt: Date | null;
  /** Left out where the row says nothing of them. */
  readonly permissions?: RowPermissions;
  /** Cells of custom columns by key; left out where there are none. */
  readonly custom?: ReadonlyMap<string, string>;
  /** Names in the column of tags; left out where it is blank. */
  readonly tagNames?: readonly string[];
  /** What they say, once it was read by the definitions. */
  readonly stated?: StatedCustomValues;
}

/** Why a row did not go in, or went in without effect. */
export interface RowReason {
  readonly code: string;
  readonly path: string | null;
  readonly message: string;
}

export type RowReading = { readonly row: ReadRow } | { readonly refusal: RowReason } | { readonly blank: RowReason };

const BLANK: RowReason = { code: 'row.blank', path: null, message: 'Every cell is blank.' };

/**
 * Reads the cells of one row as a lead. A blank cell says nothing: it takes the constant of its field or leaves what is known.
 * @param now nothing can have happened after it
 */
export function readRow(cells: readonly string[], plan: ImportPlan, now: Date): RowReading {
  const isBlank = isBlankBy(plan.blankWords);
  if (cells.every(isBlank)) return { blank: BLANK };
  if (cells.length !== plan.names.length) return { refusal: raggedness(cells.length, plan.names.length) };
  const said = new Map<ImportTarget, string>(Object.entries(plan.constants) as [ImportTarget, string][]);
  for (const { index, target } of plan.columns) {
    const cell = cells[index] ?? '';
    if (!isBlank(cell)) said.set(target, cell);
  }
  const stated = statedLead(said, plan);
  if (!stated.ok) return { refusal: { code: stated.code, path: stated.path ?? null, message: stated.message } };
  const { fields, problems } = normaliseLead(stated.value);
  const [problem] = problems;
  if (problem) return { refusal: problem };
  const timeline = readTimeline(said, fields, plan.timeZone, now);
  if (!('row' in timeline)) return timeline;
  const custom = customCells(said);
  const tags = readTagNames(said.get('tags') ?? '');
  if (!tags.ok) return { refusal: { code: tags.code, path: 'tags', message: tags.message } };
  const row = { ...timeline.row, ...(custom && { custom }), ...(tags.value.length > 0 && { tagNames: tags.value }) };
  return withPermissions(row, said, plan, now);
}

function withPermissions(row: ReadRow, said: ReadonlyMap<ImportTarget, string>, plan: ImportPlan, now: Date): RowReading {
  const context = { purpose: plan.consentPurpose, textVersion: plan.consentTextVersion, givenAt: row.capturedAt ?? now, now };
  const permissions = readPermissions(said, context);
  if (permissions === undefined) return { row };
  if ('ok' in permissions) return { refusal: { code: permissions.code, path: permissions.path ?? null, message: permissions.message } };
  return { row: { ...row, permissions } };
}

function raggedness(found: number, width: number): RowReason {
  const code = found < width ? 'row.too_few_cells' : 'row.too_many_cells';
  return { code, path: null, message: `Has ${found} cells where the headings are ${width}.` };
}

function readTimeline(said: ReadonlyMap<ImportTarget, string>, fields: Partial<LeadFields>, timeZone: string, now: Date): RowReading {
  const instants: { capturedAt: Date | null; statusChangedAt: Date | null } = { capturedAt: null, statusChangedAt: null };
  for (const path of ['capturedAt', 'statusChangedAt'] as const) {
    const instant = parseInstant(said.get(path) ?? '', timeZone);
    if (!instant.ok) return { refusal: { code: instant.code, path, message: instant.message } };
    if (instant.value && isFuture(instant.value, now)) return { refusal: { code: 'instant.future', path, message: 'Lies in the future.' } };
    instants[path] = instant.value;
  }
  const statusText = said.get('status');
  const status = statusText === undefined ? null : parseStatus(statusText);
  if (status === undefined) return { refusal: { code: 'status.unknown', path: 'status', message: 'Is not one of the lead statuses.' } };
  return { row: { fields, ...instants, status } };
}
