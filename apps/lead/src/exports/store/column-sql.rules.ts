import type { ExportColumn } from '@leadstream/contracts';
import type { CustomFieldDefinition } from '../../custom-fields/custom-field.js';
import { type Bind, BoundBy } from '../../filter/sql/bound-by.js';
import { derivedValueSql } from '../../filter/sql/derived-condition-sql.rules.js';
import type { SqlContext } from '../../filter/sql/filter-sql.rules.js';
import { meantSql } from '../../filter/sql/family-sql.rules.js';

/** What columns are read by. */
export interface ColumnContext {
  /** The tenant's custom fields; a column of one that is gone is empty. */
  readonly definitions: readonly CustomFieldDefinition[];
  /** What scores are computed by; needed where a column asks for it. */
  readonly derived?: Pick<SqlContext, 'now' | 'scoreTenthsSql'>;
}

const METADATA = 'sourceMetadata.';
const CUSTOM = 'customFields.';
const INSTANTS: ReadonlySet<string> = new Set(['statusChangedAt', 'capturedAt', 'createdAt', 'updatedAt']);

/** The column `id` of an export is the key of the table. */
const NAMES: Readonly<Record<string, string>> = { id: 'lead_id' };

/** Whether a column is to be read by {@link instantText}. */
export function isInstant(column: ExportColumn): boolean {
  return INSTANTS.has(column);
}

/**
 * An instant in ISO 8601 and UTC with milliseconds, as the API shows it.
 * @param sent as Postgres writes a timestamp into JSON: no zone, no zeros at the end of the fraction, microseconds at most
 */
export function instantText(sent: string): string {
  const [second = '', fraction = ''] = sent.split('.');
  return `${second}.${fraction.slice(0, 3).padEnd(3, '0')}Z`;
}

/**
 * The text of a column of an export, null where nothing is known; of an instant its time in UTC, for {@link instantText}: `to_char` takes
 * four times as long.
 */
export function columnSql(column: ExportColumn, bind: Bind, { definitions, derived }: ColumnContext): string {
  if (column === 'score' || column === 'temperature') return derivedSql(column, bind, derived);
  if (column.startsWith(CUSTOM)) return customSql(column.slice(CUSTOM.length), bind, definitions);
  if (column.startsWith(METADATA)) return `source_metadata ->> ${bind(column.slice(METADATA.length))}::text`;
  if (column === 'tags') return TAGS_SQL;
  const [field = '', member] = column.split('.');
  const name = NAMES[field] ?? snakeCase(field);
  if (member !== undefined) return `${name} ->> '${member}'`;
  return INSTANTS.has(field) ? `${name} AT TIME ZONE 'UTC'` : `${name}::text`;
}

/** As filters ask for it; a score without zeros at the end. */
function derivedSql(of: 'score' | 'temperature', bind: Bind, derived: ColumnContext['derived']): string {
  if (derived === undefined) throw new Error(`${of} is asked for where no instant is known`);
  const value = derivedValueSql({ of }, { ...derived, binds: new BoundBy(bind) });
  return of === 'score' ? `trim_scale(${value})::text` : value;
}

/** Names of the tags, as imports read them. */
const TAGS_SQL = `(SELECT string_agg(t.name, ';' ORDER BY t.name_fold) FROM tag AS t
  WHERE t.tenant_id = lead.tenant_id AND t.tag_id = ANY (lead.tag_ids) AND t.deleted_at IS NULL)`;

/** As imports read it: amounts before their currency, choices with `;` between them. */
function customSql(key: string, bind: Bind, definitions: readonly CustomFieldDefinition[]): string {
  const definition = definitions.find((one) => one.key === key);
  if (!definition) return 'NULL';
  const fieldId = `${bind(definition.fieldId)}::text`;
  const value = `custom_fields -> ${fieldId}`;
  if (definition.type === 'money') return `(${value} ->> 'amount') || ' ' || (${value} ->> 'currency')`;
  if (definition.type === 'lead-reference') return meantSql(`custom_fields ->> ${fieldId}`);
  if (definition.type !== 'multiple-choice') return `custom_fields ->> ${fieldId}`;
  return `(SELECT string_agg(choice, ';' ORDER BY place) FROM jsonb_array_elements_text(${value}) WITH ORDINALITY AS chosen (choice, place))`;
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
