import { z } from 'zod';
import { defineRoute } from '../../define-route.js';
import { channel } from '../../lead-fields.js';
import { dncBlockReason, dncListState } from './dnc-batch.routes.js';

/** Kinds of addresses by which a person is contacted. */
export const DNC_KINDS = ['phone', 'email'] as const;
export type DncKind = (typeof DNC_KINDS)[number];
/** What an entry names: an address, or with `domain` every e-mail address of a domain and of the domains below it. */
export const DNC_ENTRY_KINDS = [...DNC_KINDS, 'domain'] as const;
export const dncEntryKind = z.enum(DNC_ENTRY_KINDS);
export type DncEntryKind = z.infer<typeof dncEntryKind>;

const singleLine = (maxLength: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(maxLength)
    .regex(/^\P{Cc}*$/u, 'must not hold control characters');
/** ISO 3166-1 alpha-2; how to read a phone number without its country code. */
const phoneRegion = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[A-Z]{2}$/);
const instant = z.iso.datetime();

/** Source of entries that an opt-out of the person set: an opt-in lifts these and no others. Nobody else may use the word. */
export const OPT_OUT_SOURCE = 'opt-out';
/** Source of entries that the person set in the preference centre: it alone takes them back there, whoever states them, too. Nobody else may use the word. */
export const PREFERENCE_SOURCE = 'preference-centre';
const OWN_WORDS: readonly string[] = [OPT_OUT_SOURCE, PREFERENCE_SOURCE];

/** By what it can be shown that somebody asked for the entry. */
export const dncEvidence = z
  .object({
    /** Who asked, when and by what, in words. */
    note: z.string().optional(),
    /** Where the mail, form or recording is kept: its address or number. */
    reference: z.string().optional(),
  })
  .meta({ id: 'DncEvidence' });
export type DncEvidence = z.infer<typeof dncEvidence>;

const statedEvidence = z
  .strictObject({
    /** Who asked, when and by what, in words; may have several lines. */
    note: z
      .string()
      .trim()
      .min(1)
      .max(2_000)
      .regex(/^[\P{Cc}\n\t]*$/u, 'must not hold control characters')
      .optional(),
    /** Where the mail, form or recording is kept: its address or number. */
    reference: singleLine(500).optional(),
  })
  .refine(({ note, reference }) => note !== undefined || reference !== undefined, {
    path: ['note'],
    message: 'give a note, a reference or both',
  })
  .meta({ id: 'StatedDncEvidence' });

/** An address, or a domain of addresses, that may not be contacted. */
export const dncEntry = z
  .object({
    id: z.uuid(),
    kind: dncEntryKind,
    /** E.164, lower-cased address, or domain in lower case and ASCII (IDNA). */
    value: z.string(),
    /** Channels on which the person behind the address may not be contacted; all of them when empty. */
    channels: z.array(channel),
    reason: z.string(),
    /** Who said so: `api`, `import`, `registry`, `opt-out` (the person, in a message), `preference-centre` (the person, there), ... */
    source: z.string(),
    addedAt: instant,
    /** The entry blocks until then, and soon after it leaves the list; null for ever. */
    expiresAt: instant.nullable(),
    /** Null when none was given. It goes with its entry when the person is erased. */
    evidence: dncEvidence.nullable(),
    version: z.int().min(1),
  })
  .meta({ id: 'DncEntry' });
export type DncEntry = z.infer<typeof dncEntry>;

export const addDncEntryBody = z.strictObject({
  kind: dncEntryKind,
  /** Normalised before it is stored: E.164, or trimmed and lower-cased; a domain with at least two labels, in ASCII (IDNA). */
  value: singleLine(320),
  phoneRegion: phoneRegion.optional(),
  channels: z.array(channel).max(20).default([]),
  reason: singleLine(200),
  source: singleLine(100)
    .refine((source) => !OWN_WORDS.includes(source), `must not be ${OWN_WORDS.join(' or ')}: that is what the person said`)
    .default('api'),
  expiresAt: instant.nullable().default(null),
  evidence: statedEvidence.nullable().default(null),
});
export type AddDncEntryBody = z.infer<typeof addDncEntryBody>;

export const addDncEntry = defineRoute({
  operation: 'addDncEntry',
  owner: 'compliance',
  method: 'POST',
  path: '/v1/dnc',
  summary:
    'Block a phone number, an e-mail address, or all addresses of a domain. What is blocked already answers 200 with its entry, widened to the stricter of the two.',
  scope: 'compliance:write',
  rateClass: 'write',
  body: addDncEntryBody,
  success: { status: 201, body: dncEntry },
  errors: ['COMPLIANCE.BAD_PHONE', 'COMPLIANCE.BAD_EMAIL', 'COMPLIANCE.BAD_DOMAIN', 'COMPLIANCE.EXPIRES_IN_PAST'],
});

export const listDncQuery = z.strictObject({
  kind: dncEntryKind.optional(),
  /** Normalised like a new entry; needs `phoneRegion` when a phone lacks its country code. Of an address its own entries, not those of its domain. */
  value: singleLine(320).optional(),
  phoneRegion: phoneRegion.optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(50),
  cursor: z.string().max(500).optional(),
});
export type ListDncQuery = z.infer<typeof listDncQuery>;

export const listDncEntries = defineRoute({
  operation: 'listDncEntries',
  owner: 'compliance',
  method: 'GET',
  path: '/v1/dnc',
  summary: 'DNC entries that were not withdrawn, newest first.',
  scope: 'compliance:read',
  rateClass: 'read',
  query: listDncQuery,
  success: { status: 200, body: z.object({ items: z.array(dncEntry), nextCursor: z.string().nullable() }) },
  errors: ['COMPLIANCE.BAD_PHONE', 'COMPLIANCE.BAD_EMAIL', 'COMPLIANCE.BAD_DOMAIN'],
});

export const dncEntryParams = z.strictObject({ id: z.uuid() });

export const getDncEntry = defineRoute({
  operation: 'getDncEntry',
  owner: 'compliance',
  method: 'GET',
  path: '/v1/dnc/:id',
  summary: 'One DNC entry that was not withdrawn.',
  scope: 'compliance:read',
  rateClass: 'read',
  params: dncEntryParams,
  success: { status: 200, body: dncEntry },
  errors: ['COMPLIANCE.DNC_ENTRY_NOT_FOUND'],
});

export const removeDncEntry = defineRoute({
  operation: 'removeDncEntry',
  owner: 'compliance',
  method: 'DELETE',
  path: '/v1/dnc/:id',
  summary:
    'Withdraw a DNC entry; its history stays. It no longer blocks, but for one that the person asked for, too: it stands as its opt-out. What the person stopped in the preference centre it alone takes back, there.',
  scope: 'compliance:write',
  rateClass: 'write',
  params: dncEntryParams,
  success: { status: 204 },
  errors: ['COMPLIANCE.DNC_ENTRY_NOT_FOUND', 'COMPLIANCE.DNC_ENTRY_OF_PERSON'],
});

export const checkDncBody = z
  .strictObject({
    phone: singleLine(320).optional(),
    phoneRegion: phoneRegion.optional(),
    email: singleLine(320).optional(),
    /** Left out: any blocked channel blocks. */
    channel: channel.optional(),
  })
  .refine((body) => body.phone !== undefined || body.email !== undefined, { path: ['phone'], message: 'give a phone, an email or both' });
export type CheckDncBody = z.infer<typeof checkDncBody>;

export const dncCheck = z
  .object({
    blocked: z.boolean(),
    /** The entries that block, newest first, those of an address's domains included. */
    entries: z.array(dncEntry),
    /** All that blocks, of both addresses. */
    reasons: z.array(dncBlockReason),
    /** The lists of numbers that were asked: all that were loaded, when a North American number is asked for calls or text messages. */
    lists: z.array(dncListState),
    /** Version of the tenant's list that was asked; grows with every change. */
    listVersion: z.int().min(0),
    answeredAt: instant,
  })
  .meta({ id: 'DncCheck' });
export type DncCheck = z.infer<typeof dncCheck>;

export const checkDnc = defineRoute({
  operation: 'checkDnc',
  owner: 'compliance',
  method: 'POST',
  path: '/v1/dnc/check',
  summary: 'Whether a phone number or e-mail address is blocked, and by what.',
  scope: 'compliance:read',
  rateClass: 'read',
  body: checkDncBody,
  success: { status: 200, body: dncCheck },
  errors: ['COMPLIANCE.BAD_PHONE', 'COMPLIANCE.BAD_EMAIL'],
});
