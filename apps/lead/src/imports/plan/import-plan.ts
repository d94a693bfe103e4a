import type { ImportMatchField, ImportOptions, ImportTarget, Purpose } from '@leadstream/contracts';
import type { FieldProblem } from '@leadstream/kernel';
import type { DateOrder } from '../../custom-fields/files/file-date.rules.js';
import type { Delimiter } from '../csv/csv-splitter.rules.js';
import type { Encoding } from '../csv/encoding.rules.js';
import type { LeadVocabulary } from '../../lead/vocabulary.js';
import type { ReadSheet } from '../table/workbook-table.js';
import type { ColumnWords } from '../words/translated.rules.js';
import type { ShownOrder } from './date-order.rules.js';

/** How a file is read: found out once, so that every reading of it gives the same rows. */
export interface PlannedFormat {
  /** CSV. */
  readonly encoding?: Encoding;
  /** CSV. */
  readonly delimiter?: Delimiter;
  /** Of a workbook whose sheets were not kept yet: the one that is read. */
  readonly sheet?: string;
  /** Of a workbook: names of all its worksheets. */
  readonly sheets?: readonly string[];
  /** Of a workbook: the sheets that are read, in their order. */
  readonly read?: readonly ReadSheet[];
  readonly hasHeadings: boolean;
  /** What the dates of each column tell of their order, by its place; left out where nobody has looked. */
  readonly dateOrders?: readonly ShownOrder[];
  /** Names of the columns; every row of a CSV file has as many cells. */
  readonly names: readonly string[];
}

/** How a file is read and applied: the options as they were resolved against its columns. Stored with the import. */
export interface ImportPlan extends PlannedFormat {
  /** Column → field, as the caller sees it. */
  readonly mapping: Readonly<Record<string, ImportTarget>>;
  readonly columns: readonly PlannedColumn[];
  readonly constants: Readonly<Partial<Record<ImportTarget, string>>>;
  /** In the order in which they are asked; one at least. */
  readonly matchBy: readonly ImportMatchField[];
  readonly onMatch: ImportOptions['onMatch'];
  readonly onNoMatch: ImportOptions['onNoMatch'];
  readonly onRepeat: ImportOptions['onRepeat'];
  readonly onBadValue: ImportOptions['onBadValue'];
  readonly consentPurpose: Purpose;
  readonly consentTextVersion: string | null;
  /** Cells that hold nothing but one of these say nothing, in any case. */
  readonly blankWords: readonly string[];
  readonly region: string | null;
  /** Canonical IANA name. */
  readonly timeZone: string;
  readonly decimalSign: ImportOptions['decimalSign'];
  readonly dateOrder: DateOrder;
  /** What has to be mended before rows can be applied. */
  readonly problems: readonly FieldProblem[];
}

export interface PlannedColumn extends ColumnWords {
  readonly index: number;
  readonly target: ImportTarget;
}

/** What the reading of cells depends on: the plan, and what the tenant calls its leads when the file is read. */
export interface ReadingPlan extends Pick<
  ImportPlan,
  'consentPurpose' | 'consentTextVersion' | 'dateOrder' | 'decimalSign' | 'matchBy' | 'region' | 'timeZone'
> {
  readonly vocabulary: LeadVocabulary;
  /** Fields whose cells are numbers with a point before their decimals, whatever texts have. */
  readonly numbers?: ReadonlySet<ImportTarget>;
}

/** By which rows are read. */
export type RowPlan = ImportPlan & Pick<ReadingPlan, 'vocabulary'>;

/** A stored file and how it is read. */
export interface StoredTable {
  readonly plan: ImportPlan;
  readonly fileName: string | null;
  readonly sizeBytes: number;
}

/** What a plan of before workbooks and drafts does not say. */
const EARLIER = {
  hasHeadings: true,
  onNoMatch: 'create',
  onRepeat: 'apply',
  onBadValue: 'fail-row',
  consentPurpose: 'marketing',
  consentTextVersion: null,
  blankWords: [],
  decimalSign: '.',
  dateOrder: 'iso',
  problems: [],
} as const;

type EarlierPlan = Omit<ImportPlan, 'matchBy'> & {
  readonly width?: number;
  readonly matchBy: ImportMatchField | readonly ImportMatchField[];
};

/** A plan as it was stored, by this version or by one before it. */
export function storedPlan(stored: unknown): ImportPlan {
  const { names, width = 0, matchBy, ...plan } = stored as EarlierPlan;
  return { ...EARLIER, ...plan, matchBy: [matchBy].flat(), names: names ?? Array.from({ length: width }, () => '') };
}

/** Member of `sourceMetadata` that a target names, or undefined for a field of the lead itself. */
export function metadataName(target: ImportTarget): string | undefined {
  return target.startsWith('sourceMetadata.') ? target.slice('sourceMetadata.'.length) : undefined;
}

/** Whether rows find their lead by `field`. */
export function isMatchKey({ matchBy }: Pick<ImportPlan, 'matchBy'>, field: ImportTarget): boolean {
  return matchBy.some((key) => key === field);
}

/** Whether a row can say something about `field`. */
export function isStated(plan: Pick<ImportPlan, 'columns' | 'constants'>, field: ImportTarget): boolean {
  return plan.constants[field] !== undefined || plan.columns.some(({ target }) => target === field);
}
