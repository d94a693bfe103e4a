import { z } from 'zod';
import { customValue } from '../../lead-fields.js';

/** What a custom field can hold; chosen once, for ever. */
export const CUSTOM_FIELD_TYPES = [
  'text',
  'long-text',
  'number',
  'money',
  'date',
  'date-time',
  'boolean',
  'single-choice',
  'multiple-choice',
  'url',
  'email',
  'phone',
  'lead-reference',
] as const;
export const customFieldType = z.enum(CUSTOM_FIELD_TYPES);
export type CustomFieldType = z.infer<typeof customFieldType>;

/** Records that can have custom fields. */
export const CUSTOM_FIELD_ENTITIES = ['lead'] as const;
export const customFieldEntity = z.enum(CUSTOM_FIELD_ENTITIES);
export type CustomFieldEntity = z.infer<typeof customFieldEntity>;

/** One of the values that a choice field offers. */
export const customFieldChoice = z.strictObject({
  /** What is stored and sent; never changes. */
  key: z.string().max(64),
  /** What people read; may be stated in place of the key. */
  label: z.string().max(200),
  /** Kept where it is set, not offered any more. */
  archived: z.boolean().default(false),
});
export type CustomFieldChoice = z.infer<typeof customFieldChoice>;

/** An exact decimal, as text or as a JSON number. */
const decimal = z.union([z.string().max(64), z.number()]);

/** Settings of a field; each suits some types only. Left out, they take the default of the type. */
export const customFieldOptions = z
  .strictObject({
    /** `text`: 1 to 500, 200 by default; `long-text`: 1 to 20,000, which is the default. In UTF-16 units. */
    maxLength: z.int(),
    /** `number`: the least value, included. */
    min: decimal.nullable(),
    /** `number`: the greatest value, included. */
    max: decimal.nullable(),
    /** `number`: digits behind the point, 0 to 6; 0 by default. */
    scale: z.int(),
    /** `money`: ISO 4217 codes that are accepted; any when empty, which is the default. */
    currencies: z.array(z.string().max(3)).max(200),
    /** `phone`: ISO 3166-1 alpha-2, region of a number without country code. */
    defaultRegion: z.string().max(2).nullable(),
    /** `single-choice`, `multiple-choice`: 1 to 200 choices, in the order they are shown. */
    choices: z.array(customFieldChoice).max(1_000),
  })
  .partial()
  .meta({ id: 'CustomFieldOptions' });
export type StatedFieldOptions = z.infer<typeof customFieldOptions>;

/** An amount and its currency. */
export const customMoney = z.strictObject({
  /** Exact decimal, NUMERIC(15,2): `"12.50"`. */
  amount: decimal,
  /** ISO 4217. */
  currency: z.string().max(3),
});

/**
 * A value as a client states it: text, exact decimals as text or number, ISO dates and instants, choices by key or label, lead ids.
 * Null and blank texts clear the field.
 */
export const statedCustomValue = z.union([
  z.string().max(20_000),
  z.number(),
  z.boolean(),
  z.array(z.string().max(200)).max(200),
  customMoney,
  z.null(),
]);
export type StatedCustomValue = z.infer<typeof statedCustomValue>;

/** Values of custom fields by key. */
export const statedCustomValues = z.record(z.string().max(64), statedCustomValue);
export type StatedCustomValues = z.infer<typeof statedCustomValues>;

const described = {
  /** What the field is called in the API, `budget-tier` or `budgetTier`: a lower-case letter, then letters and digits, single hyphens between; 64 at most. */
  key: z.string().max(64),
  /** What people read. */
  label: z.string().max(200),
  /** Every lead must have a value: it may not be cleared, and a new lead must state it. */
  required: z.boolean(),
  /** One live lead at most may have a given value, compared as filters do. */
  unique: z.boolean(),
  /** Filters and sorts are answered from an index; 20 fields at most, unique ones included. `indexState` tells from when. */
  indexed: z.boolean(),
  /** Readable, not writable; its key stays taken. */
  archived: z.boolean(),
  /** Place in forms, from 0; equal ones by creation. */
  position: z.int().min(0).max(10_000),
};

/**
 * How far the index of a field is. `none`: it has none. `filling`: leads are gone through in the background; filters read lead by lead, sorts
 * are refused. `checking`: filters and sorts go by it, whether values are unique is being found out. `conflicting`: likewise, and live leads
 * share values, so the field does not keep them unique before they do no more. `ready`: all that is marked holds.
 */
export const customFieldIndexState = z.enum(['none', 'filling', 'checking', 'conflicting', 'ready']);
export type CustomFieldIndexState = z.infer<typeof customFieldIndexState>;

/** A field that a tenant has added to its leads. */
export const customField = z
  .object({
    id: z.uuid(),
    /** Grows by one with every change; the `ETag` of the field. */
    version: z.int().min(1),
    entity: customFieldEntity,
    type: customFieldType,
    ...described,
    /** No change of it is a version. */
    indexState: customFieldIndexState,
    options: customFieldOptions,
    /** What a new lead gets that does not state the field; null when nothing. */
    default: customValue.nullable(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'CustomField' });
export type CustomField = z.infer<typeof customField>;

export const createCustomFieldBody = z
  .strictObject({
    entity: customFieldEntity.default('lead'),
    type: customFieldType,
    key: described.key,
    label: described.label,
    options: customFieldOptions.default({}),
    required: described.required.default(false),
    unique: described.unique.default(false),
    indexed: described.indexed.default(false),
    default: statedCustomValue.default(null),
    position: described.position.default(0),
  })
  .meta({ id: 'CreateCustomField' });
export type CreateCustomField = z.infer<typeof createCustomFieldBody>;

/** JSON merge patch (RFC 7396); `options.choices` is replaced as a whole. The type of a field never changes. */
export const patchCustomFieldBody = z
  .strictObject({ ...described, type: customFieldType, options: customFieldOptions, default: statedCustomValue })
  .partial()
  .meta({ id: 'PatchCustomField' });
export type PatchCustomField = z.infer<typeof patchCustomFieldBody>;
