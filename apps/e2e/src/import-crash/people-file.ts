import { createWriteStream, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import type { RowOutcome } from '@leadstream/contracts';
import yazl from 'yazl';

/** A row, and what must become of it: the outcome, and the code where there has to be one. */
export interface PeopleRow {
  readonly cells: Readonly<Record<string, string>>;
  readonly outcome: RowOutcome;
  readonly code: string | null;
}

/** Each column says which field it fills. */
const COLUMNS = {
  id: 'externalId',
  mail: 'email',
  phone: 'phone',
  name: 'firstName',
  company: 'company',
  city: 'address.city',
  budget: 'budget.max',
  currency: 'budget.currency',
  captured: 'capturedAt',
  stage: 'status',
  moved: 'statusChangedAt',
  campaign: 'sourceMetadata.campaign',
  badge: 'customFields.badge',
  size: 'customFields.size',
  'may we write': 'consent.email',
  'do not call': 'doNotContact.voice',
} as const;
const HEADINGS = Object.keys(COLUMNS);

/** Options of an import that reads {@link COLUMNS}. */
export const PEOPLE_OPTIONS = { mapping: COLUMNS, matchBy: 'externalId' };

/** Leads that are there before any file of rows that change them. */
export const EARLIER_LEADS = 60;

/** All instants are stated, so that two imports of one file say the same. */
const dayOf = (number: number) => new Date(Date.UTC(2026, 0, 1 + (number % 80), 9)).toISOString();

function person(number: number, cells: Record<string, string> = {}): Record<string, string> {
  return {
    id: `p-${number}`,
    mail: `p${number}@example.com`,
    phone: `+4930${900_000 + number}`,
    name: `Person ${number}`,
    company: `Company ${number}`,
    city: number % 2 === 0 ? 'Köln' : 'Łódź',
    budget: `${number}.50`,
    currency: 'EUR',
    captured: dayOf(number),
    campaign: `c${number % 7}`,
    badge: `B-${number}`,
    size: String(number / 4),
    ...cells,
  };
}

const created = (cells: PeopleRow['cells']): PeopleRow => ({ cells, outcome: 'created', code: null });
const updated = (cells: PeopleRow['cells']): PeopleRow => ({ cells, outcome: 'updated', code: null });
const skipped = (code: string, cells: PeopleRow['cells']): PeopleRow => ({ cells, outcome: 'skipped', code });
const failed = (code: string, cells: PeopleRow['cells']): PeopleRow => ({ cells, outcome: 'failed', code });

export function earlierLeads(): PeopleRow[] {
  return Array.from({ length: EARLIER_LEADS }, (_, index) =>
    created({ id: `old-${index}`, mail: `old${index}@example.com`, captured: dayOf(index) }),
  );
}

/** What the rows are, time and again; each is given its number in the file, which is also that of the person it makes. */
const CYCLE: readonly ((number: number) => PeopleRow)[] = [
  (number) => created(person(number)),
  (number) => created(person(number, { stage: 'qualified', moved: dayOf(number + 90), 'may we write': 'yes' })),
  (number) => created(person(number, { 'may we write': 'no', 'do not call': 'yes' })),
  (number) => created(person(number, { mail: '', badge: '' })),
  // A lead of before the file, once more each time round: another version of it each time. Its consent is of the day that is stated.
  (number) =>
    updated({
      id: `old-${number % EARLIER_LEADS}`,
      company: `Company ${number}`,
      size: String(number),
      captured: dayOf(number),
      'may we write': 'yes',
    }),
  // A lead that the file has made just now.
  (number) => updated({ id: `p-${number - 5}`, stage: 'engaged', moved: dayOf(number + 90), 'do not call': 'yes' }),
  (number) => skipped('lead.unchanged', { id: `p-${number - 4}`, name: `Person ${number - 4}`, 'do not call': 'ja' }),
  (number) => skipped('status.backwards', { id: `p-${number - 6}`, company: 'Nobody', stage: 'contacted', 'do not call': 'yes' }),
  (number) => failed('email.invalid', person(number, { mail: 'no address' })),
  (number) => failed('email.taken', person(number, { mail: `p${number - 9}@example.com` })),
  (number) => failed('custom_value.taken', person(number, { badge: `B-${number - 10}` })),
  () => skipped('row.blank', {}),
];

/**
 * What is to become of the rows holds where nobody of them is there before, but for {@link earlierLeads}.
 * @param rounds of the twelve kinds of rows
 * @param first number of the first row; a whole number of rounds
 */
export function peopleRows(rounds: number, first = 0): PeopleRow[] {
  return Array.from({ length: rounds * CYCLE.length }, (_, index) =>
    (CYCLE[index % CYCLE.length] as (typeof CYCLE)[number])(first + index),
  );
}

/** The table of the rows, headings first. */
function tableOf(rows: readonly PeopleRow[]): string[][] {
  return [HEADINGS, ...rows.map(({ cells }) => HEADINGS.map((heading) => cells[heading] ?? ''))];
}

/** No cell needs quotes. */
export function writeCsv(path: string, rows: readonly PeopleRow[]): string {
  writeFileSync(
    path,
    tableOf(rows)
      .map((cells) => `${cells.join(',')}\n`)
      .join(''),
  );
  return path;
}

const SPREADSHEET = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006/relationships';

/** The least that is a workbook of one sheet (ECMA-376, part 1). No cell needs escapes. */
export async function writeWorkbook(path: string, rows: readonly PeopleRow[]): Promise<string> {
  const relation = (type: string, target: string) =>
    `<Relationships xmlns="${PACKAGE}"><Relationship Id="r1" Type="${OFFICE}/${type}" Target="${target}"/></Relationships>`;
  const sheetRows = tableOf(rows).map(
    (cells) => `<row>${cells.map((cell) => `<c t="inlineStr"><is><t>${cell}</t></is></c>`).join('')}</row>`,
  );
  const parts = {
    '_rels/.rels': relation('officeDocument', 'xl/workbook.xml'),
    'xl/_rels/workbook.xml.rels': relation('worksheet', 'worksheets/sheet1.xml'),
    'xl/workbook.xml': `<workbook xmlns="${SPREADSHEET}" xmlns:r="${OFFICE}"><sheets><sheet name="People" sheetId="1" r:id="r1"/></sheets></workbook>`,
    'xl/worksheets/sheet1.xml': `<worksheet xmlns="${SPREADSHEET}"><sheetData>${sheetRows.join('')}</sheetData></worksheet>`,
  };
  const zip = new yazl.ZipFile();
  for (const [name, xml] of Object.entries(parts)) zip.addBuffer(Buffer.from(xml), name);
  zip.end();
  await once(zip.outputStream.pipe(createWriteStream(path)), 'finish');
  return path;
}
