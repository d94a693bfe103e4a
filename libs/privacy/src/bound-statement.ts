import type { Statement } from '@leadstream/persistence';
import type { DataSubject } from './data-subject.js';

/** What a statement about a person may be bound to. */
export interface SubjectValues {
  readonly tenant: string;
  readonly leads: readonly string[];
  readonly emails: readonly string[];
  readonly phones: readonly string[];
  readonly batch: number;
}

export interface BoundStatement extends Statement {
  /** Which value each parameter takes, in their order. */
  readonly values: readonly (keyof SubjectValues)[];
}

const TYPES: Readonly<Record<keyof SubjectValues, string>> = {
  tenant: 'uuid',
  leads: 'uuid[]',
  emails: 'text[]',
  phones: 'text[]',
  batch: 'bigint',
};

// Not the second colon of a cast.
const PLACEHOLDER = /(?<!:):(tenant|leads|emails|phones|batch)\b/g;

/**
 * Numbers `:tenant`, `:leads`, `:emails`, `:phones` and `:batch` of a statement.
 * @throws RangeError when it does not name the tenant, or names nothing of the person: it would be about everybody
 */
export function boundStatement(name: string, sql: string): BoundStatement {
  const values: (keyof SubjectValues)[] = [];
  const text = sql.replace(PLACEHOLDER, (_, value: keyof SubjectValues) => {
    if (!values.includes(value)) values.push(value);
    return `$${values.indexOf(value) + 1}::${TYPES[value]}`;
  });
  if (!values.includes('tenant')) throw new RangeError(`${name} does not name the tenant`);
  if (!values.some((value) => value === 'leads' || value === 'emails' || value === 'phones'))
    throw new RangeError(`${name} names nothing of the person`);
  return { name, text, values };
}

/** The parameters of a statement about this person. */
export function bind({ values }: BoundStatement, { tenantId, leadIds, addresses }: DataSubject, batch: number): unknown[] {
  const valuesOf = (kind: 'email' | 'phone') => addresses.filter((address) => address.kind === kind).map(({ value }) => value);
  const given: SubjectValues = { tenant: tenantId, leads: leadIds, emails: valuesOf('email'), phones: valuesOf('phone'), batch };
  return values.map((value) => given[value]);
}
