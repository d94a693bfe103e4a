import type { ImportTarget, LeadStatus, StatedCustomValues } from '@leadstream/contracts';
import { isoDate } from '../../custom-fields/files/file-date.rules.js';
import { normaliseLead } from '../../lead/lead.rules.js';
import type { LeadFields } from '../../lead/lead.js';
import { accept } from '../../lead/values/checked.rules.js';
import { readStatus } from '../../lead/vocabulary.rules.js';
import { normaliseEmail } from '../../lead/values/email.rules.js';
import { isFuture, parseInstant } from '../../lead/values/instant.rules.js';
import { readTagNames } from '../../tags/tag.rules.js';
import { customCells, customKeys } from './custom-columns.rules.js';
import type { ReadingPlan } from './import-plan.js';
import { setExtensionApart } from './phone-extension.rules.js';
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
  /** Keys of those that are numbers with a point before their decimals, whatever texts have; left out where there are none. */
  readonly customNumbers?: ReadonlySet<string>;
  /** Address of the member who is to have the lead; left out where the row does not say. */
  readonly ownerEmail?: string;
  /** Names in the column of tags; left out where it is blank. */
  readonly tagNames?: readonly string[];
  /** What they say, once it was read by the definitions. */
  readonly stated?: StatedCustomValues;
  /** The phone number had an extension, so that others may have it, too. */
  readonly sharesPhone?: boolean;
  /** Why cells were left out of it; left out where none were. */
  readonly warnings?: readonly RowReason[];
}

/** Why a row did not go in, or went in without effect, or a cell was left out of it. */
export interface RowReason {
  readonly code: string;
  readonly path: string | null;
  readonly message: string;
  /** Place of the cell, where the path is that of no field. */
  readonly column?: number;
}

/** What texts under their fields say, or why one of them cannot be read. */
export type SaidReading = { readonly row: ReadRow } | RefusedRow;

/** A row that does not go in. */
interface RefusedRow {
  readonly refusal: RowReason;
  /** What it says of its lead and of permissions; left out where it says nothing of these. */
  readonly forbids?: ReadRow;
}

/**
 * Reads texts under the fields they are about.
 * @param said the extension of a phone number is put beside it
 * @param now nothing can have happened after it
 */
export function readSaid(said: Map<ImportTarget, string>, plan: ReadingPlan, now: Date): SaidReading {
  const sharesPhone = setExtensionApart(said, plan);
  const stated = statedLead(said, plan);
  if (!stated.ok) return { refusal: { code: stated.code, path: stated.path ?? null, message: stated.message } };
  const { fields, problems } = normaliseLead(stated.value, plan.vocabulary);
  const [problem] = problems;
  if (problem) return { refusal: problem };
  const timeline = readTimeline(said, fields, plan, now);
  if (!('row' in timeline)) return timeline;
  const custom = customCells(said);
  const customNumbers = plan.numbers && customKeys(plan.numbers);
  const tags = readTagNames(said.get('tags') ?? '');
  if (!tags.ok) return { refusal: { code: tags.code, path: 'tags', message: tags.message } };
  const owner = normaliseEmail(said.get('ownerEmail') ?? '');
  if (!owner.ok) return { refusal: { code: owner.code, path: 'ownerEmail', message: owner.message } };
  const row = {
    ...timeline.row,
    ...(owner.value !== null && { ownerEmail: owner.value }),
    ...(custom && { custom }),
    ...(customNumbers && { customNumbers }),
    ...(tags.value.length > 0 && { tagNames: tags.value }),
    ...(sharesPhone && { sharesPhone }),
  };
  return withPermissions(row, said, plan, now);
}

function withPermissions(row: ReadRow, said: ReadonlyMap<ImportTarget, string>, plan: ReadingPlan, now: Date): SaidReading {
  const context = { purpose: plan.consentPurpose, textVersion: plan.consentTextVersion, givenAt: row.capturedAt ?? now, now };
  const permissions = readPermissions(said, context);
  if (permissions === undefined) return { row };
  if ('ok' in permissions) return { refusal: { code: permissions.code, path: permissions.path ?? null, message: permissions.message } };
  return { row: { ...row, permissions } };
}

function readTimeline(
  said: ReadonlyMap<ImportTarget, string>,
  fields: Partial<LeadFields>,
  { dateOrder, timeZone, vocabulary }: ReadingPlan,
  now: Date,
): SaidReading {
  const instants: { capturedAt: Date | null; statusChangedAt: Date | null } = { capturedAt: null, statusChangedAt: null };
  for (const path of ['capturedAt', 'statusChangedAt'] as const) {
    const instant = parseInstant(isoDate(said.get(path) ?? '', dateOrder), timeZone);
    if (!instant.ok) return { refusal: { code: instant.code, path, message: instant.message } };
    if (instant.value && isFuture(instant.value, now)) return { refusal: { code: 'instant.future', path, message: 'Lies in the future.' } };
    instants[path] = instant.value;
  }
  const statusText = said.get('status');
  const status = statusText === undefined ? accept(null) : readStatus(statusText, vocabulary);
  if (!status.ok) return { refusal: { code: status.code, path: 'status', message: status.message } };
  return { row: { fields, ...instants, status: status.value } };
}
