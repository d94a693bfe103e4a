import type { AsyncApiDocument, JsonSchema, OpenApiDocument } from '@leadstream/contracts';
import type { Docs, Docstrings } from './docstrings.ts';

type Json = Readonly<Record<string, unknown>>;
type Members = ReadonlyMap<string, string>;

const described = (text: string | undefined): Json => (text === undefined ? {} : { description: text });

function mapValues(members: Json, change: (value: Json, name: string) => Json): Json {
  return Object.fromEntries(Object.entries(members).map(([name, value]) => [name, change(value as Json, name)]));
}

function describeMembers(schema: JsonSchema, prefix: string, members: Members): JsonSchema {
  const { properties, items } = schema as { properties?: Json; items?: JsonSchema };
  const field = (value: Json, name: string): Json => ({
    ...described(members.get(prefix + name)),
    ...describeMembers(value, `${prefix}${name}.`, members),
  });
  return {
    ...schema,
    ...(properties && { properties: mapValues(properties, field) }),
    ...(items && { items: describeMembers(items, prefix, members) }),
  };
}

/** The schema with the docstrings of its declaration as descriptions. */
export function describeSchema(schema: JsonSchema, docs: Docs | undefined, prefix = ''): JsonSchema {
  if (!docs) return schema;
  return { ...described(docs.summary), ...describeMembers(schema, prefix, docs.members) };
}

/** The document with the docstrings of its events. */
export function describeAsyncApi(document: AsyncApiDocument, docsOf: (contractName: string) => Docs | undefined): AsyncApiDocument {
  const message = (value: Json, name: string): Json => {
    const docs = docsOf(name);
    return {
      ...value,
      ...(docs?.summary && { summary: docs.summary }),
      payload: describeSchema(value['payload'] as JsonSchema, docs, 'data.'),
    };
  };
  return {
    ...document,
    components: { messages: mapValues(document.components.messages, message) as AsyncApiDocument['components']['messages'] },
  };
}

function describeContent(holder: Json | undefined, docs: Docs, prefix: string): Json {
  if (!holder?.['content']) return {};
  const media = (value: Json): Json => ({ ...value, schema: describeMembers(value['schema'] as JsonSchema, prefix, docs.members) });
  return { content: mapValues(holder['content'] as Json, media) };
}

function describeOperation(operation: Json, docs: Docs): Json {
  const parameters = (operation['parameters'] as Json[] | undefined)?.map((parameter) => {
    const place = parameter['in'] === 'path' ? 'params' : 'query';
    return { ...parameter, ...described(docs.members.get(`${place}.${String(parameter['name'])}`)) };
  });
  const body = operation['requestBody'] as Json | undefined;
  const prefix = 'rawBody.parts.';
  return {
    ...operation,
    ...described(docs.summary),
    ...(parameters && { parameters }),
    ...(body && { requestBody: { ...body, ...describeContent(body, docs, body['description'] ? prefix : 'body.') } }),
    responses: mapValues(operation['responses'] as Json, (response, status) =>
      status.startsWith('2') ? { ...response, ...describeContent(response, docs, 'success.body.') } : response,
    ),
  };
}

/** The document with the docstrings of its routes and shapes. */
export function describeOpenApi(
  document: OpenApiDocument,
  { constants, shapes }: Docstrings,
  constantOf: ReadonlyMap<string, string>,
): OpenApiDocument {
  const operation = (value: Json): Json => {
    const docs = constants.get(constantOf.get(String(value['operationId'])) ?? '');
    return docs ? describeOperation(value, docs) : value;
  };
  const shape = (value: Json, id: string): Json => describeSchema(value, shapes.get(id) ?? shapes.get(id.replace(/Input$/, '')));
  return {
    ...document,
    paths: mapValues(document.paths, (methods) => mapValues(methods, operation)) as OpenApiDocument['paths'],
    components: { ...document.components, schemas: mapValues(document.components['schemas'] ?? {}, shape) },
  };
}
