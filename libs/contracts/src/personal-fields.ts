import type { z } from 'zod';
import type { EventContract } from './define-event.js';

/** Fields of an event's data, or of what is sealed of it. */
export type Fields = Readonly<Record<string, unknown>>;

/** Name of the field that holds what is sealed; no contract may have a field of that name. */
export const SEALED_FIELD = 'sealed';
/** Topics that forget within so many days may carry personal fields unsealed: erasure comes to them by itself. */
export const UNSEALED_RETENTION_DAYS = 7;

const PLACEHOLDER = /\{([^{}]*)\}/g;

/** Names of a contract's fields, in its order. */
interface FieldNames {
  readonly personal: readonly string[];
  readonly open: readonly string[];
}

const known = new WeakMap<z.ZodObject, FieldNames>();

function fieldNamesOf({ data }: Pick<EventContract, 'data'>): FieldNames {
  let names = known.get(data);
  if (names === undefined) {
    const isPersonal = (name: string): boolean => (data.shape[name] as z.ZodType).meta()?.['personal'] === true;
    const { personal = [], open = [] } = Object.groupBy(Object.keys(data.shape), (name) => (isPersonal(name) ? 'personal' : 'open'));
    known.set(data, (names = { personal, open }));
  }
  return names;
}

/** Names of the fields that speak of a person, in the order of the contract. */
export function personalFieldsOf(contract: Pick<EventContract, 'data'>): readonly string[] {
  return fieldNamesOf(contract).personal;
}

/** Fields that a way to name a person is made of: `['kind', 'value']` of `{kind}:{value}`. */
export function placeholdersOf(person: string): string[] {
  return [...person.matchAll(PLACEHOLDER)].map(([, name = '']) => name);
}

/**
 * Whose personal fields they are, as the vault is asked for the key: `lead:0191…`, `email:ada@example.com`.
 * @returns undefined when the event seals nothing: the contract names no person, or no personal field has a value
 * @throws RangeError when there are values and nobody they could belong to: a bug of the producer
 */
export function personOf(contract: EventContract, data: Fields): string | undefined {
  const { person } = contract;
  if (person === undefined || personalFieldsOf(contract).every((name) => data[name] == null)) return undefined;
  return person.replace(PLACEHOLDER, (_, name: string) => {
    const value = data[name];
    if (typeof value !== 'string' || value === '') throw new RangeError(`${contract.type}: ${name} names nobody`);
    return value;
  });
}

/**
 * The data in two: what everybody may read, and the values that speak of the person, if there are any.
 * @param data as the contract parses it: without fields of other names
 */
export function splitPersonal(contract: EventContract, data: Fields): { readonly open: Fields; readonly personal: Fields | undefined } {
  const names = fieldNamesOf(contract);
  const open: Record<string, unknown> = {};
  let personal: Record<string, unknown> | undefined;
  // Built field by field: an object that something was deleted from is slow ever after.
  for (const name of names.open) if (data[name] !== undefined) open[name] = data[name];
  for (const name of names.personal) if (data[name] != null) (personal ??= {})[name] = data[name];
  return { open, personal };
}

/** The data with the personal fields as given, null where they are not: not given, or erased. */
export function joinPersonal(contract: EventContract, open: Fields, values: Fields): Record<string, unknown> {
  const { [SEALED_FIELD]: _, ...joined } = open as Record<string, unknown>;
  for (const name of personalFieldsOf(contract)) joined[name] = Object.hasOwn(values, name) ? values[name] : null;
  return joined;
}
