import { z } from 'zod';
import { channel } from '../../lead-fields.js';

export const CRM_PROVIDERS = ['hubspot', 'salesforce'] as const;
/** A customer database of somebody else's that leads are kept in step with. */
export const crmProvider = z.enum(CRM_PROVIDERS);
export type CrmProvider = z.infer<typeof crmProvider>;

const secret = z.string().min(1).max(10_000);

/** How the peer is convinced of who asks; sealed when it is stored, and never shown again. */
export const crmCredentials = z
  .discriminatedUnion('kind', [
    /** HubSpot: the access token of a private app. */
    z.strictObject({ kind: z.literal('private-app'), accessToken: secret }),
    /** An OAuth grant: access tokens are made of the refresh token as they expire. Salesforce needs no secret of public clients. */
    z.strictObject({ kind: z.literal('oauth'), clientId: secret, clientSecret: secret.optional(), refreshToken: secret }),
    /** Salesforce: the JWT bearer flow, signed (RS256) with the private key in PEM. */
    z.strictObject({ kind: z.literal('jwt'), clientId: secret, username: secret, privateKey: secret }),
  ])
  .meta({ id: 'CrmCredentials' });
export type CrmCredentials = z.infer<typeof crmCredentials>;

/** A field of leads and the property of the peer that says the same. */
export const crmFieldMapping = z
  .strictObject({
    /**
     * Each once: `email`, `phone`, `firstName`, `lastName`, `company`, `jobTitle`, `language`, `timeZone`, `source`, `lifecycleStage`, `status`;
     * `address.street`, `.unit`, `.city`, `.region`, `.postalCode`, `.country`; `property.kind`, `.reference`, `.bedrooms`, `.bathrooms`,
     * `.areaSquareMetres`, `.yearBuilt`; `budget.min`, `.max`, `.currency`; `tags`, `owner`; `sourceMetadata.<name>`; `customFields.<key>`, but for money, several
     * choices and references to leads. No sync moves a lead back along the stages or statuses of the tenant, nor against its transitions: the field
     * stays as it is on both sides, and the run says so (`lifecycle_stage.backwards`, `status.backwards`, `status.not_allowed`).
     * Amounts are mapped with their currency, all in one direction and with one owner: a budget goes over as a whole. `tags` are the names of all tags of
     * the lead in a property of several values (HubSpot's checkboxes, Salesforce's multi-select picklist); names that are not there are made. `owner` is the
     * member with the address of the record's owner (`hubspot_owner_id`, `OwnerId`): one whose address is no member's is nobody, and the run says
     * so (`owner.unknown`); so it does where a member is no owner there (`owner.unknown_there`). A custom field stays mapped under a new key.
     */
    field: z.string().min(1).max(100),
    /** Name of the peer's property (HubSpot) or field (Salesforce); each once. */
    property: z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,99}$/),
    /** `push`: only told to the peer, whose value is overwritten. `pull`: only taken from it. */
    direction: z.enum(['both', 'push', 'pull']),
    /** Whose value counts when both sides changed it; `newest` goes by the last change of the record. `ours` where it is pushed, `theirs` where it is pulled. */
    owner: z.enum(['ours', 'theirs', 'newest']),
    /** How the peer keeps it. `date` is a day, `YYYY-MM-DD`. */
    type: z.enum(['text', 'number', 'boolean', 'date']).default('text'),
    /** Our words to theirs, where they differ; a word of theirs that is not among them is refused. */
    words: z.record(z.string().max(200), z.string().max(200)).optional(),
  })
  .meta({ id: 'CrmFieldMapping' });
export type CrmFieldMapping = z.infer<typeof crmFieldMapping>;

/** What a tenant decides about a connection. */
export const crmConnectionSettings = {
  /** Kind of records that leads are kept as: `contacts` of HubSpot, `Lead` or `Contact` of Salesforce. A connection keeps it until it is deleted. */
  object: z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,79}$/),
  mapping: z.array(crmFieldMapping).max(100),
  /** Whether records of the peer that fit no lead become leads. */
  createsLeads: z.boolean(),
  /** Whether leads that fit no record become records of the peer. */
  createsRecords: z.boolean(),
  /**
   * Which leads the peer may be told of: those that nobody may write to are never, whatever stands here. `unless-forbidden`: all others;
   * `with-consent`: those with a consent that holds.
   */
  tells: z.enum(['unless-forbidden', 'with-consent']),
  /** What becomes of a lead when its record is deleted there. */
  onRecordRemoved: z.enum(['keep', 'delete']),
  /** What becomes of a record when its lead is deleted here. */
  onLeadDeleted: z.enum(['keep', 'archive']),
  /** Time between two syncs. */
  everyMinutes: z.int().min(1).max(1_440),
} as const;

const settings = z.strictObject(crmConnectionSettings);

/** A connection with a peer; what of its settings is left out is as it was, or as the provider's default says. */
export const putCrmConnectionBody = z
  .strictObject({
    /** Left out, the present ones stay. */
    credentials: crmCredentials.optional(),
    /** Where the peer's API (Salesforce: its login) is reached; the provider's own when left out. */
    baseUrl: z.url().max(500).optional(),
    ...settings.partial().shape,
  })
  .meta({ id: 'PutCrmConnection' });
export type PutCrmConnection = z.infer<typeof putCrmConnectionBody>;

export const patchCrmConnectionBody = z
  .strictObject({
    /** A paused connection asks and tells nothing; what happens meanwhile is caught up on. */
    isPaused: z.boolean(),
    ...settings.shape,
  })
  .partial()
  .meta({ id: 'PatchCrmConnection' });
export type PatchCrmConnection = z.infer<typeof patchCrmConnectionBody>;

export const crmConnection = z
  .object({
    provider: crmProvider,
    /** Grows by one with every change of it; the `ETag`. */
    version: z.int().min(1),
    baseUrl: z.string(),
    /** HubSpot's portal, Salesforce's organisation (15 characters): the connection is of it from the first time that the peer is asked. Null until then. */
    accountId: z.string().nullable(),
    credentialsKind: z.string(),
    isPaused: z.boolean(),
    ...crmConnectionSettings,
    /** `untested` until the peer was reached once, `limited` while it wants to be left alone. */
    state: z.enum(['untested', 'working', 'limited', 'failing']),
    /** Code of what went wrong last; null once a sync went through. */
    errorCode: z.string().nullable(),
    /** Until when the peer wants to be left alone. */
    limitedUntil: z.iso.datetime().nullable(),
    /** Changes of the peer up to then are here. */
    pulledUpTo: z.iso.datetime().nullable(),
    /** End of the last sync that went through. */
    syncedAt: z.iso.datetime().nullable(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'CrmConnection' });
export type CrmConnection = z.infer<typeof crmConnection>;

/** What came of asking a peer whether it knows us. */
export const crmConnectionTest = z
  .object({ isWorking: z.boolean(), errorCode: z.string().nullable(), detail: z.string().nullable() })
  .meta({ id: 'CrmConnectionTest' });
export type CrmConnectionTest = z.infer<typeof crmConnectionTest>;

/** A value that a sync would write. */
const plannedValue = z.object({ field: z.string(), property: z.string(), from: z.string().nullable(), to: z.string().nullable() });

/** What a sync would do about one lead now. */
export const crmPreview = z
  .object({
    leadId: z.uuid(),
    /** Null when the peer has no record that fits. */
    peerId: z.string().nullable(),
    /** Why the peer is not told of the lead: `forbidden`, `no-consent`, `deleted`, `not-created`, `linked-elsewhere`; null when it is. */
    withheld: z.string().nullable(),
    toLead: z.array(plannedValue),
    toPeer: z.array(plannedValue),
    /** Fields that both sides changed; what counts is among the values above. */
    conflicts: z.array(z.string()),
    /** Values of the peer that no lead may have, or that this one does not take. */
    problems: z.array(z.object({ field: z.string(), code: z.string() })),
  })
  .meta({ id: 'CrmPreview' });
export type CrmPreview = z.infer<typeof crmPreview>;

export const CRM_OUTCOMES = [
  'created',
  'updated',
  'linked',
  'unchanged',
  'removed',
  'withheld',
  'skipped',
  'conflict',
  'failed',
  'opted-out',
] as const;
export const crmOutcome = z.enum(CRM_OUTCOMES);
export type CrmOutcome = z.infer<typeof crmOutcome>;

/** How often each outcome was, by outcome; those that were not are left out. */
export const crmCounts = z.partialRecord(crmOutcome, z.int().min(0));
export type CrmCounts = z.infer<typeof crmCounts>;

export const crmSyncRun = z
  .object({
    id: z.uuid(),
    /** `full` compares every record and every lead, `incremental` what changed. */
    kind: z.enum(['full', 'incremental']),
    status: z.enum(['running', 'completed', 'failed']),
    /** What it is at: changes of the peer, records deleted there, changes of leads. */
    phase: z.enum(['pull', 'removals', 'push', 'end']),
    /** Until when the peer wants to be left alone; the run then goes on by itself. */
    waitsUntil: z.iso.datetime().nullable(),
    /** What became of records of the peer. */
    pulled: crmCounts,
    /** What became of leads. */
    pushed: crmCounts,
    errorCode: z.string().nullable(),
    createdAt: z.iso.datetime(),
    endedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'CrmSyncRun' });
export type CrmSyncRun = z.infer<typeof crmSyncRun>;

/** A field that both sides changed to different values, and what became of it. */
export const crmFieldConflict = z
  .object({
    field: z.string(),
    /** What the lead had, in the form of leads; null when it was empty. */
    ours: z.string().nullable(),
    /** What the record had, in the same form. */
    theirs: z.string().nullable(),
    /** Who decided: the field's owner at that time, or, with `newest`, whichever was changed last. */
    owner: z.enum(['ours', 'theirs', 'newest']),
    /** Whose value both have since. */
    kept: z.enum(['ours', 'theirs']),
  })
  .meta({ id: 'CrmFieldConflict' });
export type CrmFieldConflict = z.infer<typeof crmFieldConflict>;

/** What a run has to say about one record: all but what went as it should. */
export const crmSyncRecord = z
  .object({
    id: z.uuid(),
    direction: z.enum(['pull', 'push']),
    outcome: crmOutcome,
    leadId: z.uuid().nullable(),
    peerId: z.string().nullable(),
    /** Why. */
    code: z.string().nullable(),
    /** Fields that it is about. */
    fields: z.array(z.string()),
    /** Of fields that both sides changed: both values. Empty for whatever else a run has to say, and for conflicts of before it told them. */
    conflicts: z.array(crmFieldConflict),
    recordedAt: z.iso.datetime(),
  })
  .meta({ id: 'CrmSyncRecord' });
export type CrmSyncRecord = z.infer<typeof crmSyncRecord>;

/** Which record of the peer is which lead. */
export const crmLink = z
  .object({
    leadId: z.uuid(),
    peerId: z.string(),
    /** `ended`: kept apart from now on, and never made anew. */
    state: z.enum(['live', 'ended']),
    /** Why it ended: `record-removed`, `record-merged`, `lead-deleted`, `lead-merged`. */
    reason: z.string().nullable(),
    /** Channels on which the person wants nothing, as the peer says. */
    optedOut: z.array(channel),
    linkedAt: z.iso.datetime(),
    changedAt: z.iso.datetime(),
  })
  .meta({ id: 'CrmLink' });
export type CrmLink = z.infer<typeof crmLink>;
