import { type EventContract, producersOf } from '../define-event.js';
import { contractName } from '../events/registry.js';
import { personalFieldsOf, SEALED_FIELD } from '../personal-fields.js';
import { type JsonSchema, jsonSchemaOf } from './json-schema.js';

const SEALED = {
  type: 'string',
  pattern: '^[A-Za-z0-9_-]+$',
  description:
    'The fields marked `x-personal` that have a value, as a JSON object in UTF-8, sealed with the key of the person (AES-256-GCM): ' +
    'base64url without padding of a version byte (1), a nonce of 12 bytes, the ciphertext and a tag of 16 bytes. Authenticated with it: the ' +
    'headers ce_tenantid, ce_id, ce_type and ce_personkey, with line feeds between them. Once the key is destroyed, those fields are null for ever.',
};

/** The value as it lies in the topic: personal fields are sealed, or from older producers in the open; absent means null. */
function wireForm({ properties, required, ...rest }: JsonSchema, personal: readonly string[]): JsonSchema {
  const demanded = (required as readonly string[]).filter((name) => !personal.includes(name));
  return { ...rest, properties: { ...(properties as object), [SEALED_FIELD]: SEALED }, required: demanded };
}

/** JSON Schema of an event's data (the record's value). `x-topic`, `x-producer`, `x-key` and `x-person` are part of the contract. */
export function eventSchema(contract: EventContract): JsonSchema {
  const schema = jsonSchemaOf(contract.data, 'output');
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `urn:leadstream:event:${contract.type}:v${contract.version}`,
    title: contractName(contract),
    'x-topic': contract.topic.name,
    'x-producer': producersOf(contract).join(', '),
    'x-key': `tenantId:${contract.aggregate}`,
    ...(contract.person === undefined ? schema : { 'x-person': contract.person, ...wireForm(schema, personalFieldsOf(contract)) }),
  };
}
