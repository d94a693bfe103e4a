import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { privacyTopic } from '../../topics.js';

/** Leads that a person may have been: with more, a question is no event any more (1 MB). */
export const MOST_LEADS_OF_PERSON = 10_000;

/** Every service is to say, or to erase, what it keeps of a person. Producer: compliance. Key: tenantId:requestId. */
export const personDataRequestedV1 = defineEvent({
  type: 'person-data.requested',
  version: 1,
  producer: 'compliance',
  topic: privacyTopic,
  aggregate: 'requestId',
  /** A key of its own: the person's may be gone already. It is destroyed when the request ends. */
  person: 'request:{requestId}',
  data: z.object({
    requestId: z.uuid(),
    /** `restore`: an erasure is done once more, for a service that was brought back to an earlier time; each goes by the addresses that it finds itself. */
    purpose: z.enum(['access', 'erasure', 'restore']),
    /** `gather`: tell the records; `references`: tell the addresses; `erase`: delete or blank the records. */
    step: z.enum(['gather', 'references', 'erase']),
    /** Counts how often the step is asked for, from 1; answers name it. */
    round: z.int().min(1),
    /** The lead, and all that went into it. None of somebody who is no lead: then the person is these addresses, and nothing beside them. */
    leadIds: z.array(z.uuid()).max(MOST_LEADS_OF_PERSON),
    /** `email:<lower-cased address>` and `phone:<E.164>`; null once the request is over: then nothing is to be answered. */
    addresses: z.array(z.string()).nullable().meta({ personal: true }),
    /** Of `restore`: keyed hashes (HMAC-SHA-256, base64) of the addresses that were erased and nobody can name any more. */
    addressHashes: z.array(z.string().regex(/^[A-Za-z0-9+/]{43}=$/)).optional(),
  }),
});
