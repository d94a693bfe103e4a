import type { ImportField, ImportOptions, ImportTarget } from '@leadstream/contracts';
import type { Identifier } from '../../lead/lead.js';
import type { Delimiter } from '../csv/csv-splitter.rules.js';
import type { Encoding } from '../csv/encoding.rules.js';

/** How a file is read and applied: the options as they were resolved against its headings. Stored with the import. */
export interface ImportPlan {
  readonly encoding: Encoding;
  readonly delimiter: Delimiter;
  /** Number of headings: every row has as many cells. */
  readonly width: number;
  /** Heading → field, as the caller sees it. */
  readonly mapping: Readonly<Record<string, ImportTarget>>;
  readonly columns: readonly PlannedColumn[];
  readonly constants: Readonly<Partial<Record<ImportTarget, string>>>;
  readonly matchBy: Identifier;
  readonly onMatch: ImportOptions['onMatch'];
  /** Cells that hold nothing but one of these say nothing, in any case. Plans of before have none. */
  readonly blankWords?: readonly string[];
  readonly region: string | null;
  /** Canonical IANA name. */
  readonly timeZone: string;
}

export interface PlannedColumn {
  readonly index: number;
  readonly target: ImportTarget;
}

/** Member of `sourceMetadata` that a target names, or undefined for a field of the lead itself. */
export function metadataName(target: ImportTarget): string | undefined {
  return target.startsWith('sourceMetadata.') ? target.slice('sourceMetadata.'.length) : undefined;
}

/** Whether a row can say something about `field`. */
export function isStated(plan: Pick<ImportPlan, 'columns' | 'constants'>, field: ImportField): boolean {
  return plan.constants[field] !== undefined || plan.columns.some(({ target }) => target === field);
}
