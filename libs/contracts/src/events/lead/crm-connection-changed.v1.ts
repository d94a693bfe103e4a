import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { leadTopic } from '../../topics.js';

/**
 * A tenant connected with another CRM, decided otherwise about the connection, or gave it up. Carries its settings as they are afterwards, and never its
 * credentials or addresses: that these changed is all that is told of them. A connection that is made after another was deleted has an id of its own.
 * Producer: lead. Key: tenantId:connectionId.
 */
export const crmConnectionChangedV1 = defineEvent({
  type: 'crm-connection.changed',
  version: 1,
  producer: 'lead',
  topic: leadTopic,
  aggregate: 'connectionId',
  data: z.object({
    connectionId: z.uuid(),
    /** `hubspot` or `salesforce`; more may come. */
    provider: z.string(),
    /** `created`, `updated` or `deleted`; more may come. A deleted one is carried as it last was. */
    action: z.string(),
    /** Of the connection, after the change. */
    version: z.int().min(1),
    /**
     * Names of the settings that differ from before, as in the public API, `baseUrl` among them, and `credentials` where some were given; all of them for
     * a new connection, none for a deleted one.
     */
    changed: z.array(z.string()),
    settings: z.object({
      /** Kind of records that leads are kept as: `contacts`, `Lead` or `Contact`. */
      object: z.string(),
      /** Fields of leads and the properties of the peer that say the same; without the words that are translated. */
      mapping: z.array(
        z.object({
          field: z.string(),
          property: z.string(),
          /** `both`, `push` or `pull`. */
          direction: z.string(),
          /** Whose value counts when both sides changed it: `ours`, `theirs` or `newest`. */
          owner: z.string(),
          /** `text`, `number`, `boolean` or `date`. */
          type: z.string(),
        }),
      ),
      /** Whether records of the peer that fit no lead become leads. */
      createsLeads: z.boolean(),
      /** Whether leads that fit no record become records of the peer. */
      createsRecords: z.boolean(),
      /** Which leads the peer may be told of: `unless-forbidden` or `with-consent`. */
      tells: z.string(),
      /** What becomes of a lead when its record is deleted there: `keep` or `delete`. */
      onRecordRemoved: z.string(),
      /** What becomes of a record when its lead is deleted here: `keep` or `archive`. */
      onLeadDeleted: z.string(),
      /** Time between two syncs. */
      everyMinutes: z.int(),
      /** Asks and tells nothing while it is so. */
      isPaused: z.boolean(),
    }),
    /** ISO 8601, UTC. */
    changedAt: z.iso.datetime(),
  }),
});
