import { posix } from 'node:path';
import { importErrors } from '../import.errors.js';
import { type CellFormat, formatOf, NUMBER_FORMAT } from './cell-format.rules.js';
import { StringStore } from './string-store.js';
import { readXml, type XmlHandler } from './xml-reader.js';
import { type ZipArchive } from './zip-archive.js';

/** A part that another one refers to. */
interface Relationship {
  readonly id: string;
  /** Last word of its type: transitional and strict documents differ in front of it. */
  readonly type: string;
  readonly target: string;
}

interface SheetEntry {
  readonly name: string;
  readonly relationshipId: string;
  readonly isVisible: boolean;
}

/** What a workbook says of itself. */
export interface Workbook {
  /** Its worksheets in the order of their tabs. */
  readonly sheets: readonly { readonly name: string; readonly part: string; readonly isVisible: boolean }[];
  /** Whether days are counted from 1904. */
  readonly is1904: boolean;
  readonly stylesPart: string | undefined;
  readonly stringsPart: string | undefined;
}

/** @throws DomainError `LEAD.IMPORT_FILE_TYPE` for another kind of archive, `LEAD.IMPORT_WORKBOOK` */
export async function readWorkbook(archive: ZipArchive): Promise<Workbook> {
  if (!archive.has('_rels/.rels')) throw noWorkbook('file.not_workbook', 'Is an archive, but no workbook.');
  const part = (await readRelationships(archive, '')).find(({ type }) => type === 'officeDocument')?.target ?? '';
  if (part.endsWith('.bin')) throw noWorkbook('file.binary_workbook', 'Is a binary workbook; save it as .xlsx.');
  const entries: SheetEntry[] = [];
  let is1904 = false;
  let root: string | undefined;
  await run(archive, part, {
    open(name, attributes) {
      root ??= name;
      if (name === 'workbookPr') is1904 = isTrue(attributes['date1904']);
      if (name === 'sheet')
        entries.push({
          name: attributes['name'] ?? '',
          relationshipId: Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1] ?? '',
          isVisible: (attributes['state'] ?? 'visible') === 'visible',
        });
    },
  });
  if (root !== 'workbook') throw noWorkbook('file.not_workbook', 'Is an Office document, but no workbook.');
  const parts = await readRelationships(archive, part);
  const partOf = (wanted: string) => parts.find(({ type }) => type === wanted)?.target;
  const sheets = entries.flatMap(({ name, relationshipId, isVisible }) => {
    const found = parts.find(({ id, type }) => id === relationshipId && type === 'worksheet');
    return found ? [{ name, part: found.target, isVisible }] : [];
  });
  return { sheets, is1904, stylesPart: partOf('styles'), stringsPart: partOf('sharedStrings') };
}

/** The formats of cells, by the number of their style. */
export async function readStyles(archive: ZipArchive, part: string | undefined): Promise<CellFormat[]> {
  const codes = new Map<number, string>();
  const formats: CellFormat[] = [];
  let isInCells = false;
  if (part === undefined) return formats;
  await run(archive, part, {
    open(name, attributes) {
      if (name === 'numFmt') codes.set(Number(attributes['numFmtId']), attributes['formatCode'] ?? '');
      if (name === 'cellXfs') isInCells = true;
      if (name !== 'xf' || !isInCells) return;
      const id = Number(attributes['numFmtId'] ?? 0);
      formats.push(formatOf(id, codes.get(id)) ?? NUMBER_FORMAT);
    },
    close(name) {
      if (name === 'cellXfs') isInCells = false;
    },
  });
  return formats;
}

/** The strings that cells share; of rich text its characters, of phonetic hints nothing. */
export async function readStrings(archive: ZipArchive, part: string | undefined): Promise<StringStore> {
  const strings = new StringStore();
  if (part === undefined) return strings;
  let pieces: string[] = [];
  let isText = false;
  let isPhonetic = false;
  await run(archive, part, {
    open(name) {
      if (name === 'si') pieces = [];
      if (name === 'rPh') isPhonetic = true;
      isText = name === 't' && !isPhonetic;
    },
    text(text) {
      if (isText) pieces.push(text);
    },
    close(name) {
      isText = false;
      if (name === 'rPh') isPhonetic = false;
      if (name === 'si') strings.push(pieces.join(''));
    },
  });
  return strings;
}

/** @param part the part whose relationships are asked for; empty for the document as a whole */
async function readRelationships(archive: ZipArchive, part: string): Promise<Relationship[]> {
  const folder = posix.dirname(part);
  const found: Relationship[] = [];
  await run(archive, posix.join(folder, '_rels', `${posix.basename(part)}.rels`), {
    open(name, { Id: id = '', Type: type = '', Target: target = '', TargetMode: mode }) {
      // What lies outside of the archive is never fetched.
      if (name !== 'Relationship' || mode === 'External') return;
      found.push({
        id,
        type: type.slice(type.lastIndexOf('/') + 1),
        target: posix.resolve('/', folder, target),
      });
    },
  });
  return found;
}

async function run(archive: ZipArchive, part: string, handler: XmlHandler): Promise<void> {
  const reading = readXml(part, archive.read(part), handler);
  while (!(await reading.next()).done);
}

function noWorkbook(code: string, message: string) {
  return importErrors.IMPORT_FILE_TYPE({ detail: message, errors: [{ path: 'file', code, message }] });
}

/** An `xsd:boolean`. */
function isTrue(text: string | undefined): boolean {
  return text === '1' || text === 'true';
}
