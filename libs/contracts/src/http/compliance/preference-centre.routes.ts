import { z } from 'zod';
import { defineRoute } from '../../define-route.js';
import { channel, purpose } from '../../lead-fields.js';
import { pageLanguage, pageQuery, pageSender, pageTokenParams } from './public-page.js';

const instant = z.iso.datetime();

/** Opens the preference centre of one lead to whoever has it. */
export const preferenceLink = z
  .object({
    id: z.uuid(),
    leadId: z.uuid(),
    /** Who the person hears from, as the page says. */
    sender: z.string(),
    language: pageLanguage.nullable(),
    createdAt: instant,
    expiresAt: instant,
    revokedAt: instant.nullable(),
  })
  .meta({ id: 'PreferenceLink' });
export type PreferenceLink = z.infer<typeof preferenceLink>;

/** As it is made; the path is told here and nowhere again. */
export const createdPreferenceLink = preferenceLink
  .extend({
    /** Below the gateway's public address. It belongs into a message to the person, and into no log. */
    path: z.string(),
  })
  .meta({ id: 'CreatedPreferenceLink' });
export type CreatedPreferenceLink = z.infer<typeof createdPreferenceLink>;

export const createPreferenceLinkBody = z.strictObject({
  leadId: z.uuid().toLowerCase(),
  sender: pageSender,
  /** Of the page; the browser's when left out. */
  language: pageLanguage.optional(),
  /** A link in a message has to work for 30 days (15 U.S.C. 7704(a)(3)(A)(ii)), in Canada for 60 (CASL s. 11(2)). */
  expiresInDays: z.int().min(1).max(400).default(90),
});
export type CreatePreferenceLinkBody = z.infer<typeof createPreferenceLinkBody>;

export const createPreferenceLink = defineRoute({
  operation: 'createPreferenceLink',
  owner: 'compliance',
  method: 'POST',
  path: '/v1/preference-links',
  summary: 'A link by which a lead sees and changes what it agreed to, without credentials.',
  scope: 'compliance:write',
  rateClass: 'write',
  body: createPreferenceLinkBody,
  success: { status: 201, body: createdPreferenceLink },
  errors: ['COMPLIANCE.LEAD_NOT_FOUND'],
});

export const preferenceLinkParams = z.strictObject({ id: z.uuid() });

export const getPreferenceLink = defineRoute({
  operation: 'getPreferenceLink',
  owner: 'compliance',
  method: 'GET',
  path: '/v1/preference-links/:id',
  summary: 'Whose preference centre a link opens, and until when.',
  scope: 'compliance:read',
  rateClass: 'read',
  params: preferenceLinkParams,
  success: { status: 200, body: preferenceLink },
  errors: ['COMPLIANCE.PREFERENCE_LINK_NOT_FOUND'],
});

export const revokePreferenceLink = defineRoute({
  operation: 'revokePreferenceLink',
  owner: 'compliance',
  method: 'DELETE',
  path: '/v1/preference-links/:id',
  summary: 'Close a link for good; again changes nothing.',
  scope: 'compliance:write',
  rateClass: 'write',
  params: preferenceLinkParams,
  success: { status: 204 },
  errors: ['COMPLIANCE.PREFERENCE_LINK_NOT_FOUND'],
});

/** One way to be contacted for one purpose. */
export const preferenceMatter = z.object({
  purpose,
  channel,
  /** `none`: nothing was ever stated. */
  state: z.enum(['given', 'withdrawn', 'expired', 'none']),
  /** When that was stated; null for `none`. */
  since: instant.nullable(),
  /** Whether the do-not-contact list closes the channel, whatever was agreed to. */
  isBlocked: z.boolean(),
});
export type PreferenceMatter = z.infer<typeof preferenceMatter>;

export const PREFERENCE_ACTIONS = ['save', 'stop', 'resume'] as const;
export const preferenceAction = z.enum(PREFERENCE_ACTIONS);
export type PreferenceAction = z.infer<typeof preferenceAction>;

/** What a person is shown of how it may be contacted. Addresses are masked: whoever got hold of the link learns none. */
export const preferences = z
  .object({
    sender: z.string(),
    language: pageLanguage,
    email: z.string().nullable(),
    phone: z.string().nullable(),
    /** Since when the person wants no contact at all; null when it does not say so. */
    stoppedAt: instant.nullable(),
    matters: z.array(preferenceMatter),
    /** What was just done. */
    done: preferenceAction.nullable(),
  })
  .meta({ id: 'Preferences' });
export type Preferences = z.infer<typeof preferences>;

export const readPreferences = defineRoute({
  operation: 'readPreferences',
  owner: 'compliance',
  method: 'GET',
  path: '/v1/preference-centre/:token',
  summary: 'The preference centre of a lead: a page, or the same as JSON; opening it changes nothing.',
  scope: 'public',
  rateClass: 'public',
  params: pageTokenParams,
  query: pageQuery,
  success: { status: 200, body: preferences, media: 'text/html' },
  errors: ['COMPLIANCE.PREFERENCES_UNKNOWN'],
});

const texts = z.union([z.string().max(100), z.array(z.string().max(100)).max(100)]);

/**
 * As the form of the page sends it. `save`: of each matter that was shown, `shown` has `purpose.channel.on` or `.off`, as it was shown, and
 * `agree` has `purpose.channel` where its box is ticked. What is ticked and was not is given; what is not ticked is withdrawn; what was ticked
 * before stays as it is. `stop`: no contact at all, from now on. `resume`: takes that back, and nothing else.
 */
export const changePreferencesBody = z
  .object({ action: z.string().max(20), shown: texts.optional(), agree: texts.optional() })
  .meta({ id: 'PreferenceChange' });
export type ChangePreferencesBody = z.infer<typeof changePreferencesBody>;

export const changePreferences = defineRoute({
  operation: 'changePreferences',
  owner: 'compliance',
  method: 'POST',
  path: '/v1/preference-centre/:token',
  summary: 'Change what a lead agrees to, or stop everything; holds everywhere at once.',
  scope: 'public',
  rateClass: 'form',
  params: pageTokenParams,
  query: pageQuery,
  body: changePreferencesBody,
  form: { maxBytes: 16 * 1024 },
  success: { status: 200, body: preferences, media: 'text/html' },
  errors: ['COMPLIANCE.PREFERENCES_UNKNOWN', 'COMPLIANCE.PREFERENCES_UNCLEAR', 'COMPLIANCE.CROSS_SITE'],
});
