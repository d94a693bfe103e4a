import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { Examples, FeatureValue } from './examples.js';

const folder = process.env['SHARED_DATA'] ?? '../shared/data';

/** Leads in a file of others, and what is known of its columns. */
interface DataSet {
  readonly path: string;
  readonly outcome: readonly [column: string, won: string];
  readonly missing: readonly string[];
  readonly numbers: readonly string[];
  /** Neither features nor outcome. */
  readonly never: readonly string[];
  /** What was filled in because of how the leads turned out, or only known by then. */
  readonly leaks: readonly string[];
}

/**
 * X Education: 2,000 leads, 749 converted. By its data dictionary `Tags` tells the present status of the lead, and `Lead Quality` what the
 * employee in charge felt of it; `Lead Profile` and the four of `Asymmetrique` were assigned later, the last activities were written over until the end.
 */
export const LEADS: DataSet = {
  path: join(folder, '02_xeducation_leads/leads_2000.csv'),
  outcome: ['Converted', '1'],
  missing: ['', 'Select'],
  numbers: [
    'TotalVisits',
    'Total Time Spent on Website',
    'Page Views Per Visit',
    'Asymmetrique Activity Score',
    'Asymmetrique Profile Score',
  ],
  never: ['Prospect ID', 'Lead Number', ''],
  leaks: [
    'Tags',
    'Lead Quality',
    'Lead Profile',
    'Last Activity',
    'Last Notable Activity',
    'Asymmetrique Activity Index',
    'Asymmetrique Profile Index',
    'Asymmetrique Activity Score',
    'Asymmetrique Profile Score',
  ],
};

/** Calls of a Portuguese bank (S. Moro et al., 2011), the first 5,000, all of May: 151 subscribed. How long a call takes is known after it. */
export const BANK: DataSet = {
  path: join(folder, '04_uci_bank_marketing/bank_5000.csv'),
  outcome: ['y', 'yes'],
  missing: ['unknown'],
  numbers: ['age', 'balance', 'day', 'duration', 'campaign', 'pdays', 'previous'],
  never: ['Cust_num'],
  leaks: ['duration'],
};

export const isGiven = ({ path }: DataSet): boolean => existsSync(path);

/**
 * @param without columns that are not looked at
 * @param dealing part of the ids, by which leads are dealt to folds
 */
export function examplesOf({ path, outcome, missing, numbers, never }: DataSet, without: readonly string[], dealing = 0): Examples {
  const records: Record<string, string>[] = parse(readFileSync(path), { columns: true, bom: true });
  const names = Object.keys(records[0] ?? {}).filter((name) => name !== outcome[0] && !never.includes(name) && !without.includes(name));
  return {
    ids: records.map((_, row) => `${dealing}-${row}`),
    outcomes: Uint8Array.from(records, (record) => Number(record[outcome[0]] === outcome[1])),
    columns: names.map((key) => {
      const isNumber = numbers.includes(key);
      const values = records.map((record): FeatureValue => {
        const cell = record[key] ?? '';
        return missing.includes(cell) ? null : isNumber ? Number(cell) : cell;
      });
      return { feature: { key, kind: isNumber ? 'number' : 'choice' }, values };
    }),
  };
}
