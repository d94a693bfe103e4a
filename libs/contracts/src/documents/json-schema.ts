import { z } from 'zod';

/** A JSON Schema, draft 2020-12. */
export interface JsonSchema {
  readonly [keyword: string]: unknown;
}

/** Formats that say what zod's long pattern says. */
const SPEAKING_FORMATS = new Set(['date-time', 'date', 'uuid', 'email']);

type Override = NonNullable<z.core.ToJSONSchemaParams['override']>;

/** House form: the mark for personal data is an extension, readers ignore unknown members, no noise. */
const houseForm: Override = ({ zodSchema, jsonSchema }) => {
  const schema = jsonSchema as Record<string, unknown>;
  const { def } = zodSchema._zod;
  if (def.type === 'object' && def.catchall === undefined) delete schema['additionalProperties'];
  if (SPEAKING_FORMATS.has(String(schema['format']))) delete schema['pattern'];
  if (schema['minimum'] === Number.MIN_SAFE_INTEGER) delete schema['minimum'];
  if (schema['maximum'] === Number.MAX_SAFE_INTEGER) delete schema['maximum'];
  if ('personal' in schema) {
    schema['x-personal'] = schema['personal'];
    delete schema['personal'];
  }
};

/**
 * The JSON Schema of a zod schema, without `$schema`; shapes with a meta `id` are referred to as `#/$defs/<id>`.
 * @param io `input` = what a caller sends, `output` = what a reader gets
 * @throws Error when the schema holds something JSON cannot express
 */
export function jsonSchemaOf(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, override: houseForm });
  return rest;
}
