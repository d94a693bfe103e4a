import { z } from 'zod';

/** GDPR Art. 6(1)(a) to (f). */
export const LAWFUL_BASES = ['consent', 'contract', 'legal-obligation', 'vital-interests', 'public-task', 'legitimate-interests'] as const;

const line = z.string().trim().min(1).max(500);
const lines = z.array(line).min(1).max(100);
const contact = z.strictObject({ name: line, contact: line });

/** What GDPR Art. 30(1) wants to be recorded, by its letters, and what Art. 15(1) wants a person to be told besides. */
const fields = {
  name: line,
  /** (a): who is responsible, with those whom the letter names besides; null while nobody has said. */
  controller: z
    .strictObject({
      ...contact.shape,
      jointControllers: z.array(contact).max(20).default([]),
      representative: contact.nullable().default(null),
      dataProtectionOfficer: contact.nullable().default(null),
    })
    .nullable(),
  /** (b) */
  purposes: lines,
  /** Art. 6(1); `detail` names the interest or the law. */
  lawfulBases: z
    .array(z.strictObject({ basis: z.enum(LAWFUL_BASES), detail: line.nullable().default(null) }))
    .min(1)
    .max(20),
  /** (c) */
  subjectCategories: lines,
  /** (c); `isSpecial`: one of Art. 9 or 10. */
  dataCategories: z
    .array(z.strictObject({ name: line, isSpecial: z.boolean().default(false) }))
    .min(1)
    .max(100),
  /** (d), processors included; empty when there are none. */
  recipients: z.array(line).max(100),
  /** (e): to countries outside of the EEA, with the safeguards of Art. 45 to 49. */
  transfers: z.array(z.strictObject({ country: line, safeguard: line })).max(100),
  /** (f): how long what is kept. */
  retention: z
    .array(z.strictObject({ category: line, period: line }))
    .min(1)
    .max(100),
  /** (g): measures of Art. 32(1). */
  securityMeasures: lines,
  /** Where the data come from when not from the person (Art. 15(1)(g)). */
  sources: z.array(line).max(100),
  /** Automated decisions with their logic (Art. 15(1)(h)); null when there are none. */
  automatedDecisions: z.string().trim().min(1).max(2_000).nullable(),
  /** When somebody must look whether it is still true. */
  reviewOn: z.iso.date().nullable(),
};

export const processingActivityContent = z.strictObject({
  ...fields,
  controller: fields.controller.default(null),
  recipients: fields.recipients.default([]),
  transfers: fields.transfers.default([]),
  sources: fields.sources.default([]),
  automatedDecisions: fields.automatedDecisions.default(null),
  reviewOn: fields.reviewOn.default(null),
});
export type ProcessingActivityContent = z.infer<typeof processingActivityContent>;

export const createProcessingActivityBody = processingActivityContent.meta({ id: 'CreateProcessingActivity' });

/** Each field that is named is replaced as a whole. */
export const patchProcessingActivityBody = z.strictObject(fields).partial().meta({ id: 'PatchProcessingActivity' });
export type PatchProcessingActivity = z.infer<typeof patchProcessingActivityBody>;

/** One entry of the record of processing activities. */
export const processingActivity = z
  .object({
    id: z.uuid(),
    /** Grows by one with every change; the `ETag`. */
    version: z.int().min(1),
    ...processingActivityContent.shape,
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
    /** From then on it is history: readable, but in no file of the register. */
    endedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'ProcessingActivity' });
export type ProcessingActivity = z.infer<typeof processingActivity>;

/** An entry as it was. */
export const processingActivityVersion = z
  .object({
    version: z.int().min(1),
    content: processingActivityContent.meta({ id: 'ProcessingActivityContent' }),
    /** The version with which it ended. */
    isEnd: z.boolean(),
    actor: z.object({ kind: z.string(), id: z.string() }),
    recordedAt: z.iso.datetime(),
  })
  .meta({ id: 'ProcessingActivityVersion' });
export type ProcessingActivityVersion = z.infer<typeof processingActivityVersion>;
