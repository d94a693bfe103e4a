import type { EventContract } from '../define-event.js';
import type { JsonSchema } from './json-schema.js';

const text = (description: string): JsonSchema => ({ type: 'string', description });

/** Schema of the record headers: CloudEvents 1.0 attributes in the Kafka binary binding, and the W3C trace context. */
export function eventHeaders(event: EventContract): JsonSchema {
  return {
    type: 'object',
    properties: {
      ce_specversion: { type: 'string', const: '1.0' },
      ce_id: { type: 'string', format: 'uuid', description: 'Id of the event; the same on every redelivery.' },
      ce_type: { type: 'string', const: event.type },
      ce_dataversion: { type: 'string', const: String(event.version), description: 'Version of the contract.' },
      ce_source: text('The service that published it.'),
      ce_time: { type: 'string', format: 'date-time', description: 'When the fact became true for the producer, UTC.' },
      ce_subject: text(`Id of the aggregate: \`${event.aggregate}\` of the data.`),
      ce_tenantid: { type: 'string', format: 'uuid', description: 'The tenant that the fact belongs to.' },
      ce_sequence: { type: 'string', pattern: '^[0-9]+$', description: 'Version of the aggregate after the change.' },
      ce_correlationid: text('`X-Request-Id` of the request that started it all.'),
      ce_causationid: text('Id of the event that caused this one; absent when a request did.'),
      ce_actor: {
        type: 'string',
        pattern: '^(member|api-key|system):',
        description:
          'Who is behind it: a member, an API key, or a job or consumer group of ours; absent in events from before it was told.',
      },
      ...(event.person !== undefined && {
        ce_personkey: {
          type: 'string',
          format: 'uuid',
          description: 'Id of the key that `sealed` of the body is sealed with; absent when nothing is sealed.',
        },
      }),
      'content-type': { type: 'string', const: 'application/json' },
      traceparent: text('W3C trace context.'),
    },
    required: [
      'ce_specversion',
      'ce_id',
      'ce_type',
      'ce_dataversion',
      'ce_source',
      'ce_time',
      'ce_subject',
      'ce_tenantid',
      'ce_sequence',
      'ce_correlationid',
    ],
  };
}
