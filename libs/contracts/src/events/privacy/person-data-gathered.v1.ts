import { z } from 'zod';
import { defineEvent, SERVICES } from '../../define-event.js';
import { privacyTopic } from '../../topics.js';

/** A part of what a service keeps of a person. Producer: every service. Key: tenantId:requestId. */
export const personDataGatheredV1 = defineEvent({
  type: 'person-data.gathered',
  version: 1,
  producer: SERVICES,
  topic: privacyTopic,
  aggregate: 'requestId',
  person: 'request:{requestId}',
  data: z.object({
    requestId: z.uuid(),
    service: z.enum(SERVICES),
    round: z.int().min(1),
    /** Number of the part, from 1. */
    part: z.int().min(1),
    /** No part comes after this one; who has all of 1 to it has everything. A service that keeps nothing sends one empty part. */
    last: z.boolean(),
    /** `store` names the kind of record, `fields` are its values as the API names them. */
    records: z
      .array(z.object({ store: z.string(), fields: z.record(z.string(), z.unknown()) }))
      .nullable()
      .meta({ personal: true }),
  }),
});
