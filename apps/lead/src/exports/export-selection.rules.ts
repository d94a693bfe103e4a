import type { ExportColumn } from '@leadstream/contracts';
import type { CustomFieldDefinition } from '../custom-fields/custom-field.js';
import { fieldRegistry, type TagName } from '../filter/fields/field-registry.rules.js';
import { type BoundType, Binds } from '../filter/sql/binds.js';
import { filterSql } from '../filter/sql/filter-sql.rules.js';
import { readSelection } from '../selection/selection.rules.js';
import { exportErrors } from './export.errors.js';
import type { Bind } from './store/column-sql.rules.js';

const CUSTOM = 'customFields.';

/** What names in an export can mean. */
export interface ExportNames {
  readonly definitions: readonly CustomFieldDefinition[];
  readonly tags: readonly TagName[];
}

/** @throws DomainError `LEAD.EXPORT_INVALID` for a filter that cannot be read, and for columns of custom fields that are not there */
export function refuseUnsuited({ definitions, tags }: ExportNames, columns: readonly ExportColumn[], filter: unknown): void {
  const unknown = columns.flatMap((column, index) =>
    column.startsWith(CUSTOM) && !definitions.some(({ key }) => key === column.slice(CUSTOM.length))
      ? [{ path: `columns.${index}`, code: 'custom_field.unknown', message: 'There is no such custom field.' }]
      : [],
  );
  const read = readSelection(fieldRegistry(definitions, tags), { filter });
  const errors = [...unknown, ...('errors' in read ? read.errors : [])];
  if (errors.length > 0) throw exportErrors.EXPORT_INVALID({ errors });
}

/**
 * The condition that a stated filter means.
 * @param now what relative tests count from
 * @throws DomainError `LEAD.EXPORT_INVALID`
 */
export function filterOf({ definitions, tags }: ExportNames, filter: unknown, now: Date): (bind: Bind) => string {
  const registry = fieldRegistry(definitions, tags);
  const read = readSelection(registry, { filter });
  if ('errors' in read) throw exportErrors.EXPORT_INVALID({ errors: read.errors });
  return (bind) => filterSql(read.selection.filter, { registry, binds: new BoundBy(bind), now });
}

/** Values that take their places in another statement. */
class BoundBy extends Binds {
  constructor(private readonly bind: Bind) {
    super();
  }

  override add(value: unknown, type: BoundType): string {
    return `${this.bind(value)}::${type}`;
  }
}
