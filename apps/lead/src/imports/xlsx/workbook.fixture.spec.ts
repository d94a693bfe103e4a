import { type ZipEntry, zipOf } from './zip.fixture.spec.js';

export interface WorkbookText {
  /** Content of `sheetData` and what follows it, by name of the sheet. */
  readonly sheets?: Readonly<Record<string, string>>;
  /** `si` elements. */
  readonly strings?: string;
  /** Content of `styleSheet`. */
  readonly styles?: string;
  readonly workbookPr?: string;
  /** Attributes of the element `sheet`, by name of the sheet. */
  readonly attributes?: Readonly<Record<string, string>>;
}

const SPREADSHEET = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const DOCUMENT = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006/relationships';

/** The parts of a workbook as spreadsheet programs write them. */
export function partsOf({
  sheets = { Sheet1: '<sheetData/>' },
  strings = '',
  styles = '',
  workbookPr = '',
  attributes = {},
}: WorkbookText): ZipEntry[] {
  const names = Object.keys(sheets);
  const sheetElements = names.map(
    (name, index) => `<sheet name="${name}" sheetId="${index + 1}" r:id="s${index}" ${attributes[name] ?? ''}/>`,
  );
  const relationships = [
    ...names.map((_name, index) => ['worksheet', `s${index}`, `worksheets/sheet${index + 1}.xml`] as const),
    ['styles', 'st', '/xl/styles.xml'] as const,
    ['sharedStrings', 'ss', 'sharedStrings.xml'] as const,
  ];
  return [
    part('_rels/.rels', relationshipsOf([['officeDocument', 'd', 'xl/workbook.xml']])),
    part(
      'xl/workbook.xml',
      `<workbook xmlns="${SPREADSHEET}" xmlns:r="${DOCUMENT}">${workbookPr}<sheets>${sheetElements.join('')}</sheets></workbook>`,
    ),
    part('xl/_rels/workbook.xml.rels', relationshipsOf(relationships)),
    part('xl/styles.xml', `<styleSheet xmlns="${SPREADSHEET}">${styles}</styleSheet>`),
    part('xl/sharedStrings.xml', `<sst xmlns="${SPREADSHEET}">${strings}</sst>`),
    ...Object.values(sheets).map((content, index) =>
      part(`xl/worksheets/sheet${index + 1}.xml`, `<worksheet xmlns="${SPREADSHEET}">${content}</worksheet>`),
    ),
  ];
}

export const workbookOf = (text: WorkbookText) => zipOf(partsOf(text));

export function part(name: string, xml: string): ZipEntry {
  return { name, content: Buffer.from(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n${xml}`) };
}

function relationshipsOf(parts: readonly (readonly [type: string, id: string, target: string])[]): string {
  const elements = parts.map(([type, id, target]) => `<Relationship Id="${id}" Type="${DOCUMENT}/${type}" Target="${target}"/>`);
  return `<Relationships xmlns="${PACKAGE}">${elements.join('')}</Relationships>`;
}
