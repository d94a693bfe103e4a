import type { CustomFieldEntity, CustomFieldType, CustomValue } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';

/** One of the values that a choice field offers. */
export interface Choice {
  /** What is stored; never changes. */
  readonly key: string;
  readonly label: string;
  /** Kept where it is set, not offered any more. */
  readonly archived: boolean;
}

type NoOptions = Readonly<Record<never, never>>;

/** Settings of a field by its type, all of them said. */
export interface FieldOptions {
  /** In UTF-16 units. */
  readonly text: { readonly maxLength: number };
  readonly 'long-text': { readonly maxLength: number };
  /** Ends are included and canonical decimals; `scale` is digits behind the point. */
  readonly number: { readonly min: string | null; readonly max: string | null; readonly scale: number };
  /** Accepted ISO 4217 codes; any when empty. */
  readonly money: { readonly currencies: readonly string[] };
  readonly date: NoOptions;
  readonly 'date-time': NoOptions;
  readonly boolean: NoOptions;
  readonly 'single-choice': { readonly choices: readonly Choice[] };
  readonly 'multiple-choice': { readonly choices: readonly Choice[] };
  readonly url: NoOptions;
  readonly email: NoOptions;
  /** ISO 3166-1 alpha-2, of numbers without country code. */
  readonly phone: { readonly defaultRegion: string | null };
  readonly 'lead-reference': NoOptions;
}

/** An amount with two digits behind the point (NUMERIC(15,2)) and its ISO 4217 code. */
export interface Money {
  readonly amount: string;
  readonly currency: string;
}

/**
 * Values in their stored form, by the type of their field: text in NFC, numbers as canonical decimals (`-0.5`, no trailing zeros), days
 * as `2026-11-01`, instants in UTC with milliseconds, choices by key in the order of the field, lead ids in lower case.
 */
export interface FieldValues {
  readonly text: string;
  readonly 'long-text': string;
  readonly number: string;
  readonly money: Money;
  readonly date: string;
  readonly 'date-time': string;
  readonly boolean: boolean;
  readonly 'single-choice': string;
  readonly 'multiple-choice': readonly string[];
  readonly url: string;
  readonly email: string;
  readonly phone: string;
  readonly 'lead-reference': Uuid;
}

/**
 * Filling the rows of an index; checking whether values of a complete one are unique; waiting until leads share none any more; taking
 * rows away that nobody needs.
 */
export type IndexWork = 'filling' | 'checking' | 'conflicting' | 'emptying';

/** A field that a tenant has added, of one type. */
export interface DefinitionOf<T extends CustomFieldType> {
  /** Values are stored under it, so that a key can be renamed. */
  readonly fieldId: Uuid;
  readonly entity: CustomFieldEntity;
  readonly type: T;
  readonly key: string;
  readonly label: string;
  readonly options: FieldOptions[T];
  readonly required: boolean;
  readonly unique: boolean;
  readonly indexed: boolean;
  /** What a new record gets that does not state the field. */
  readonly default: FieldValues[T] | null;
  readonly archived: boolean;
  readonly position: number;
  readonly version: number;
  /** What is left to do for the rows of its index; nothing when null or left out. */
  readonly indexWork?: IndexWork | null | undefined;
}

/** Type and settings of a field: all that its values depend on. */
export type FieldShape = { [T in CustomFieldType]: { readonly type: T; readonly options: FieldOptions[T] } }[CustomFieldType];

export type CustomFieldDefinition = { [T in CustomFieldType]: DefinitionOf<T> }[CustomFieldType];

/** A definition with the instants of its first and its last change. */
export type CustomFieldRecord = CustomFieldDefinition & {
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** The last lead that the work on its index went through; null before the first. */
  readonly indexFilledUpTo: Uuid | null;
};

/** What a value is stored and shown under. */
export interface CustomFieldKey extends Pick<CustomFieldDefinition, 'fieldId' | 'key' | 'type'> {
  /** Of references: in whose place which lead is shown, since it went into that one. */
  readonly survivors?: ReadonlyMap<Uuid, Uuid>;
}

/** What a record holds in its custom fields, by field id; fields without a value are left out. */
export type CustomValues = Readonly<Record<Uuid, FieldValues[CustomFieldType]>>;

/** Any value in its stored form. */
export type FieldValue = FieldValues[CustomFieldType];

/** Whether values are kept where an index finds them: marked so, or unique. */
export function needsIndex({ indexed, unique }: Pick<CustomFieldDefinition, 'indexed' | 'unique'>): boolean {
  return indexed || unique;
}

/** A stored value as the API shows it. */
export function presentCustomValue(value: FieldValue): CustomValue {
  return typeof value === 'object' && 'length' in value ? [...value] : value;
}
