import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';

const folder = new URL('../../../../shared/data/01_olist_funnel/', import.meta.url);

/** Leads of the Olist marketing funnel, and the deals closed with some of them. */
export const leadsFile = fileURLToPath(new URL('mql.csv', folder));
export const dealsFile = fileURLToPath(new URL('closed_deals_cleaned_iso.csv', folder));
export const olistPresent = existsSync(leadsFile) && existsSync(dealsFile);

/** What the two files say of one origin. */
export interface OriginFigures {
  captured: number;
  converted: number;
  /** Signed whole seconds from first contact (midnight UTC) to the deal, added up. */
  secondsToConvertSum: number;
  convertedBeforeCapture: number;
}

/**
 * Counts the files without any code of Leadstream. A lead whose origin is blank belongs to `unknown`, where the file itself
 * puts those it knows nothing of.
 */
export function countOlistFiles(): Map<string, OriginFigures> {
  const leads = new Map<string, { origin: string; contact: number }>();
  const figures = new Map<string, OriginFigures>();
  for (const row of readRows(leadsFile)) {
    const origin = row['origin'] || 'unknown';
    leads.set(row['mql_id'] ?? '', { origin, contact: Date.parse(`${row['first_contact_date']}T00:00:00Z`) });
    figuresOf(figures, origin).captured += 1;
  }
  for (const row of readRows(dealsFile)) {
    const lead = leads.get(row['mql_id'] ?? '');
    if (!lead) throw new Error(`deal without lead: ${row['mql_id']}`);
    const seconds = (Date.parse(`${row['won_date']?.replace(' ', 'T')}Z`) - lead.contact) / 1_000;
    const origin = figuresOf(figures, lead.origin);
    origin.converted += 1;
    origin.secondsToConvertSum += seconds;
    if (seconds < 0) origin.convertedBeforeCapture += 1;
  }
  return figures;
}

function figuresOf(figures: Map<string, OriginFigures>, origin: string): OriginFigures {
  const known = figures.get(origin) ?? { captured: 0, converted: 0, secondsToConvertSum: 0, convertedBeforeCapture: 0 };
  figures.set(origin, known);
  return known;
}

function readRows(file: string): Record<string, string>[] {
  return parse(readFileSync(file), { columns: true, bom: true });
}
