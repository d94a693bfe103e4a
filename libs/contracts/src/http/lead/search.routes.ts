import { z } from 'zod';
import { defineRoute } from '../../define-route.js';
import { leadStatus } from '../../lead-fields.js';

/** Where a hit fits what was looked for. */
export const searchMatch = z
  .object({
    /** `note` is what somebody wrote about the lead, or about a deal or a task of it, `document` the name of a file of one of these; both tell `id` and `passage`. */
    field: z.enum(['firstName', 'lastName', 'email', 'phone', 'company', 'note', 'document']),
    /** Of the note or document. */
    id: z.uuid().optional(),
    /** The deal or the task that the note or document hangs on; left out where it is the lead itself. */
    subject: z.object({ kind: z.enum(['deal', 'task']), id: z.uuid() }).optional(),
    /** Around what fits in a note or a name, of the text as it was written: some 160 letters, with `…` where it was cut. */
    passage: z.string().optional(),
    /** Parts of the field's text, or of the passage, to highlight, in UTF-16 units: `start` included, `end` not. In order, without overlap. */
    ranges: z.array(z.object({ start: z.int().min(0), end: z.int().min(1) })),
  })
  .meta({ id: 'SearchMatch' });
export type SearchMatch = z.infer<typeof searchMatch>;

/** A lead that was found. */
export const leadHit = z
  .object({
    type: z.literal('lead'),
    id: z.uuid(),
    firstName: z.string().nullable(),
    lastName: z.string().nullable(),
    email: z.string().nullable(),
    phone: z.string().nullable(),
    company: z.string().nullable(),
    status: leadStatus,
    /** How well it fits, 0 to 1: 1 is names that are exactly as typed. Comparable within one answer only. */
    score01: z.number().min(0).max(1),
    /** Fields without a match are left out, and so are notes and documents unless a word fits no field. */
    matches: z.array(searchMatch),
  })
  .meta({ id: 'LeadHit' });
export type LeadHit = z.infer<typeof leadHit>;

/** What was found; the type says what it is. Further types may come. */
export const searchHit = z.discriminatedUnion('type', [leadHit]);
export type SearchHit = z.infer<typeof searchHit>;

export const search = defineRoute({
  operation: 'search',
  owner: 'lead',
  method: 'GET',
  path: '/v1/search',
  summary:
    'Live leads by parts of name, e-mail, phone in any notation and company, notes and names of documents, best first; one slip a word is forgiven.',
  scope: 'leads:read',
  rateClass: 'read',
  query: z.strictObject({
    /**
     * What a person types: beginnings of words, in any order and script, with or without accents; every one has to fit some field of a lead,
     * one of its notes or the name of one of its documents.
     */
    q: z.string().trim().min(1).max(200),
    limit: z.coerce.number().int().min(1).max(100).default(20),
  }),
  success: { status: 200, body: z.object({ items: z.array(searchHit), nextCursor: z.null() }).meta({ id: 'SearchResult' }) },
});
