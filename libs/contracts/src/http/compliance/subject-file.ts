import { z } from 'zod';
import { subjectRequestKind } from '../../subject-request-fields.js';
import { processingActivityContent } from './processing-register.js';

/** Names the shape; another one gets another name. */
export const SUBJECT_FILE_FORMAT = 'leadstream-person-data-1';

/** The file for machines that answers a request for access or portability (GDPR Art. 15 and 20). */
export const subjectFile = z.object({
  format: z.literal(SUBJECT_FILE_FORMAT),
  requestId: z.uuid(),
  kind: subjectRequestKind,
  /** Null where the person is no lead, and asked about addresses. */
  leadId: z.uuid().nullable(),
  receivedAt: z.iso.datetime(),
  madeAt: z.iso.datetime(),
  /** Whether every service has told everything. */
  complete: z.boolean(),
  /** Services of which something is missing. */
  missing: z.array(z.string()),
  /** What the person is to be told besides (Art. 15(1)(a) to (h), 15(2)). */
  information: z.object({ activities: z.array(processingActivityContent), rights: z.array(z.string()) }),
  /** By service, then as the service has them. */
  records: z.array(
    z.object({
      service: z.string(),
      /** Kind of record: `notes`, `interactions`. */
      store: z.string(),
      /** Named as the API of that service names them. */
      fields: z.record(z.string(), z.unknown()),
    }),
  ),
});
export type SubjectFile = z.infer<typeof subjectFile>;
