import { z } from 'zod';

/** What persons may ask about their data (GDPR Art. 15 to 18, 20 and 21; Cal. Civ. Code 1798.105 to 1798.121). */
export const SUBJECT_REQUEST_KINDS = ['access', 'portability', 'erasure', 'rectification', 'restriction', 'objection'] as const;
export const subjectRequestKind = z.enum(SUBJECT_REQUEST_KINDS);
export type SubjectRequestKind = z.infer<typeof subjectRequestKind>;

/** Whose law says how long an answer may take: the GDPR of the European Union and the EEA, or California's CCPA. */
export const SUBJECT_REQUEST_JURISDICTIONS = ['gdpr', 'ccpa'] as const;
export const subjectRequestJurisdiction = z.enum(SUBJECT_REQUEST_JURISDICTIONS);
export type SubjectRequestJurisdiction = z.infer<typeof subjectRequestJurisdiction>;
