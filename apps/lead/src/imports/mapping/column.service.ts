import { Injectable } from '@nestjs/common';
import { type ColumnSuggestion, importTarget } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import { importErrors } from '../import.errors.js';
import { RowReaderService } from '../run/row-reader.service.js';
import { ImportFileService } from '../store/import-file.service.js';
import { CustomColumnService } from '../plan/custom-column.service.js';
import { isBlankBy } from '../plan/blank-words.rules.js';
import { foldedKey } from '../plan/heading-synonyms.js';
import { dottedTarget } from '../plan/own-headings.rules.js';
import type { CustomFieldDefinition } from '../../custom-fields/custom-field.js';
import { inOurWords } from '../words/translated.rules.js';
import { foreignWords } from '../words/word-suggestions.rules.js';
import { type MappingSuggestion, suggestMapping } from './suggest-mapping.rules.js';

/** Enough for the kind of values to show. */
const SAMPLE_ROWS = 100;
/** Enough for the words of a list to occur. */
const WORD_ROWS = 1_000;
const SHOWN_SAMPLES = 5;
const MAX_SAMPLE_LENGTH = 100;

/** What the columns of an uploaded file seem to hold. */
@Injectable()
export class ColumnService {
  constructor(
    private readonly files: ImportFileService,
    private readonly rows: RowReaderService,
    private readonly columns: CustomColumnService,
  ) {}

  /** @throws DomainError `LEAD.IMPORT_NOT_FOUND`, `LEAD.IMPORT_FILE_GONE` a week after the import ended */
  async suggest(importId: Uuid): Promise<ColumnSuggestion[]> {
    const { tenantId, table: file } = await this.files.find(importId);
    if (file.isGone) throw importErrors.IMPORT_FILE_GONE();
    const { plan } = file;
    const rows = await firstRows((await this.rows.open({ tenantId, importId }, file)).rows);
    const sample = rows.slice(0, SAMPLE_ROWS);
    const { customFields, vocabulary } = await this.columns.names();
    const isBlank = isBlankBy(plan.blankWords);
    const suggestions = new Map(suggestMapping(plan.names, sample, vocabulary).map((suggestion) => [suggestion.column, suggestion]));
    return plan.names.map((column, index) => {
      const suggestion = suggestions.get(index);
      const samples = sample.map((cells) => cells[index] ?? '').filter((cell) => cell.trim() !== '');
      const planned = plan.columns.find((one) => one.index === index);
      const meant = shownOwn(column, customFields) ?? shown(suggestion, customFields);
      const field = importTarget.safeParse(planned?.target ?? meant.suggestion);
      const cells = field.success ? rows.map((row) => inOurWords(row[index] ?? '', planned)).filter((cell) => !isBlank(cell)) : [];
      return {
        column,
        samples: [...new Set(samples)].slice(0, SHOWN_SAMPLES).map((cell) => cell.slice(0, MAX_SAMPLE_LENGTH).toWellFormed()),
        target: planned?.target ?? null,
        ...meant,
        foreignWords: field.success ? foreignWords(field.data, cells, { plan: { ...plan, vocabulary }, customFields }) : null,
      };
    });
  }
}

type Shown = Pick<ColumnSuggestion, 'suggestion' | 'confidence' | 'because' | 'yesMeans'>;

/** Of a column of an export of ours. */
function shownOwn(heading: string, customFields: readonly CustomFieldDefinition[]): Shown | undefined {
  const target = dottedTarget(heading, customFields);
  return target === undefined ? undefined : { suggestion: target, confidence: 1, because: 'heading', yesMeans: null };
}

/** Of a column that is no field of leads the tenant may have made one. */
const OWN_FIELD = 0.8;

function shown(suggestion: MappingSuggestion | undefined, customFields: readonly CustomFieldDefinition[]): Shown {
  if (!suggestion) return { suggestion: null, confidence: null, because: null, yesMeans: null };
  const { field, heading, confidence01: confidence, because, yesMeans } = suggestion;
  const name = foldedKey(heading);
  const own = because === 'unrecognised' && customFields.find(({ key, label }) => [foldedKey(key), foldedKey(label)].includes(name));
  if (own) return { suggestion: `customFields.${own.key}`, confidence: OWN_FIELD, because: 'heading', yesMeans: null };
  return { suggestion: field, confidence, because, yesMeans };
}

async function firstRows(blocks: AsyncIterable<readonly { readonly cells: readonly string[] }[]>): Promise<(readonly string[])[]> {
  const rows: (readonly string[])[] = [];
  for await (const block of blocks) {
    rows.push(...block.map(({ cells }) => cells));
    if (rows.length >= WORD_ROWS) break;
  }
  return rows.slice(0, WORD_ROWS);
}
