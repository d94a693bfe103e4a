import type { JsonSchema } from '@leadstream/contracts';
import { type ChangeKind, type Definitions, schemaChanges } from './schema-changes.ts';

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema: JsonSchema;
}
type Content = Readonly<Record<string, { readonly schema: JsonSchema }>>;
interface Operation {
  readonly operationId: string;
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly parameters?: readonly (Parameter | { readonly $ref: string })[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>;
}
/** As much of an OpenAPI document as the comparison reads. */
export interface ApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly components: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

const BREAKS_SENDER: readonly ChangeKind[] = ['removed', 'added-required', 'now-required', 'narrowed', 'changed'];
const BREAKS_READER: readonly ChangeKind[] = ['removed', 'now-optional', 'widened', 'changed'];

function operationsOf(document: ApiDocument): Map<string, Operation & { readonly address: string }> {
  const all = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ ...(operation as Operation), address: `${method.toUpperCase()} ${path}` })),
  );
  return new Map(all.map((operation) => [operation.operationId, operation]));
}

function definitionsOf(document: ApiDocument): Map<string, JsonSchema> {
  return new Map(
    Object.entries(document.components['schemas'] ?? {}).map(([name, schema]) => [`#/components/schemas/${name}`, schema as JsonSchema]),
  );
}

/** Path and query parameters as one object schema. */
function inputs(operation: Operation): JsonSchema {
  const own = (operation.parameters ?? []).filter((parameter): parameter is Parameter => 'schema' in parameter);
  const label = (parameter: Parameter): string => `${parameter.in} ${parameter.name}`;
  return {
    type: 'object',
    properties: Object.fromEntries(own.map((parameter) => [label(parameter), parameter.schema])),
    required: own.filter((parameter) => parameter.required).map(label),
  };
}

function headersDemanded(operation: Operation): readonly string[] {
  return (operation.parameters ?? []).flatMap((parameter) =>
    '$ref' in parameter && parameter.$ref.endsWith('/IfMatch') ? ['If-Match'] : [],
  );
}

function successOf(operation: Operation): { status: string; content: Content } {
  const [status, response] = Object.entries(operation.responses).find(([code]) => code.startsWith('2')) ?? ['none', {}];
  return { status, content: response.content ?? {} };
}

function contentBreaks(before: Content, after: Content, definitions: Definitions, kinds: readonly ChangeKind[], side: string): string[] {
  return Object.entries(before).flatMap(([mediaType, { schema }]) => {
    const now = after[mediaType];
    if (now === undefined) return [`${side} is no longer ${mediaType}`];
    return schemaChanges(schema, now.schema, definitions)
      .filter((change) => kinds.includes(change.kind))
      .map((change) => `${side} ${change.path}: ${change.what}`);
  });
}

function operationBreaks(
  before: Operation & { address: string },
  after: Operation & { address: string },
  definitions: Definitions,
): string[] {
  const [old, now] = [successOf(before), successOf(after)];
  const scope = (operation: Operation): string => JSON.stringify(operation.security);
  const [oldBody, newBody] = [before.requestBody?.content, after.requestBody?.content];
  return [
    ...(before.address === after.address ? [] : [`moved from ${before.address} to ${after.address}`]),
    ...(scope(before) === scope(after) ? [] : [`scope went from ${scope(before)} to ${scope(after)}`]),
    ...(old.status === now.status ? [] : [`success went from ${old.status} to ${now.status}`]),
    ...headersDemanded(after)
      .filter((name) => !headersDemanded(before).includes(name))
      .map((name) => `header ${name} is now required`),
    ...(oldBody === undefined && newBody !== undefined ? ['a body is now required'] : []),
    ...schemaChanges(inputs(before), inputs(after), definitions)
      .filter((change) => BREAKS_SENDER.includes(change.kind))
      .map((change) => `${change.path}: ${change.what}`),
    ...contentBreaks(oldBody ?? {}, newBody ?? {}, definitions, BREAKS_SENDER, 'body'),
    ...contentBreaks(old.content, now.content, definitions, BREAKS_READER, 'answer'),
  ];
}

/** What breaks a client of the released API: it may send less, and must understand what it gets; new enumeration words are fine. */
export function openApiBreaks(released: ApiDocument, current: ApiDocument): string[] {
  const now = operationsOf(current);
  const definitions = { before: definitionsOf(released), after: definitionsOf(current) };
  return [...operationsOf(released)].flatMap(([name, before]) => {
    const after = now.get(name);
    if (after === undefined) return [`${name}: was removed; it must stay beside its successor`];
    return operationBreaks(before, after, definitions).map((line) => `${name} ${line}; offer it as a new operation`);
  });
}
