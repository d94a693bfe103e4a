import { z } from 'zod';
import { dealStatus, money } from '../../deal-fields.js';
import { defineRoute } from '../../define-route.js';
import { leadStatus } from '../../lead-fields.js';
import { TASK_PRIORITIES, TASK_STATES, TASK_TYPES } from './task.js';

/** Where a hit fits what was looked for. */
export const searchMatch = z
  .object({
    /**
     * `email` and `phone` with a `passage`: an address that the lead is known by without having it, which is shown where a word fits it better.
     * `note` is what somebody wrote about the lead, or about a deal or a task of it, `document` the name of a file of one of these; both tell `id` and `passage`.
     */
    field: z.enum(['firstName', 'lastName', 'email', 'phone', 'company', 'note', 'document']),
    /** Of the note or document. */
    id: z.uuid().optional(),
    /** The deal or the task that the note or document hangs on; left out where it is the lead itself. */
    subject: z.object({ kind: z.enum(['deal', 'task']), id: z.uuid() }).optional(),
    /** Around what fits in a note or a name, of the text as it was written: some 160 letters, with `…` where it was cut. Of such an address, all of it. */
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

/** Where a deal or a task fits what was looked for. */
export const workMatch = z
  .object({
    /** `name` and `products` of a deal, `title` and `description` of a task; the others are fields of its lead. */
    field: z.enum(['name', 'products', 'title', 'description', 'firstName', 'lastName', 'email', 'phone', 'company']),
    /** Around what fits in the names of products or a description: some 160 letters, with `…` where it was cut. */
    passage: z.string().optional(),
    /** Parts of the field's text, or of the passage, to highlight, in UTF-16 units: `start` included, `end` not. In order, without overlap. */
    ranges: z.array(z.object({ start: z.int().min(0), end: z.int().min(1) })),
  })
  .meta({ id: 'WorkMatch' });
export type WorkMatch = z.infer<typeof workMatch>;

const workHit = {
  id: z.uuid(),
  /** The lead that it stands with: of a lead that went into another one, the survivor. */
  lead: z.object({
    id: z.uuid(),
    firstName: z.string().nullable(),
    lastName: z.string().nullable(),
    email: z.string().nullable(),
    phone: z.string().nullable(),
    company: z.string().nullable(),
  }),
  /** How well it fits, 0 to 1, on the same scale as leads. */
  score01: z.number().min(0).max(1),
  /** Fields without a match are left out; so are products and a description unless a word fits neither name nor title. */
  matches: z.array(workMatch),
};

/** A deal that was found. */
export const dealHit = z
  .object({ type: z.literal('deal'), ...workHit, name: z.string(), status: dealStatus, value: money.nullable() })
  .meta({ id: 'DealHit' });
export type DealHit = z.infer<typeof dealHit>;

/** A task that was found. */
export const taskHit = z
  .object({
    type: z.literal('task'),
    ...workHit,
    title: z.string(),
    taskType: z.enum(TASK_TYPES),
    state: z.enum(TASK_STATES),
    priority: z.enum(TASK_PRIORITIES),
    dueAt: z.iso.datetime(),
  })
  .meta({ id: 'TaskHit' });
export type TaskHit = z.infer<typeof taskHit>;

/** What was found; the type says what it is. Further types may come. */
export const searchHit = z.discriminatedUnion('type', [leadHit, dealHit, taskHit]);
export type SearchHit = z.infer<typeof searchHit>;

/** What the box finds. */
export const SEARCH_TYPES = ['lead', 'deal', 'task'] as const;
export type SearchType = (typeof SEARCH_TYPES)[number];

export const search = defineRoute({
  operation: 'search',
  owner: 'lead',
  method: 'GET',
  path: '/v1/search',
  summary:
    'Live leads by parts of name, e-mail, phone in any notation (also those of leads that went into them) and company, notes and names of documents; deals by name and products; tasks by title and description. Best first; one slip a word is forgiven.',
  scope: 'leads:read',
  rateClass: 'read',
  query: z.strictObject({
    /**
     * What a person types: beginnings of words, in any order and script, with or without accents; every one has to fit some field of a lead,
     * one of its notes or the name of one of its documents. Of a deal or a task one word has to fit itself, the others it or its lead.
     */
    q: z.string().trim().min(1).max(200),
    /** What is looked for, joined by commas: `lead`, `deal`, `task`; all of them when left out. */
    types: z
      .string()
      .transform((types) => types.split(','))
      .pipe(z.array(z.enum(SEARCH_TYPES)).max(SEARCH_TYPES.length))
      .optional(),
    limit: z.coerce.number().int().min(1).max(100).default(20),
  }),
  success: { status: 200, body: z.object({ items: z.array(searchHit), nextCursor: z.null() }).meta({ id: 'SearchResult' }) },
});
