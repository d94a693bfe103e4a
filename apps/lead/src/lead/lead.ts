import type { BudgetRange, LeadStatus, LifecycleStage, PostalAddress, PropertyDetails, SourceMetadata } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import type { CustomValues } from '../custom-fields/custom-field.js';

/** Fields a client may state and change, normalised. */
export interface LeadFields {
  readonly externalId: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly company: string | null;
  readonly jobTitle: string | null;
  readonly address: PostalAddress;
  readonly property: PropertyDetails;
  readonly budget: BudgetRange | null;
  readonly language: string | null;
  readonly timeZone: string | null;
  readonly source: string;
  readonly sourceMetadata: SourceMetadata;
  readonly lifecycleStage: LifecycleStage;
  readonly ownerId: Uuid | null;
  /** In ascending order, each once. */
  readonly tagIds: readonly Uuid[];
  /** By field id. */
  readonly customFields: CustomValues;
}

export interface LeadRecord extends LeadFields {
  readonly leadId: Uuid;
  readonly version: number;
  readonly status: LeadStatus;
  readonly statusChangedAt: Date;
  readonly capturedAt: Date;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** Null while the lead lives. */
  readonly deletedAt: Date | null;
}

/** The fields of which one live lead per tenant may hold a given value; a lead needs one of them at least. */
export const IDENTIFIERS = ['externalId', 'email', 'phone'] as const;
export type Identifier = (typeof IDENTIFIERS)[number];

export const UNKNOWN_SOURCE = 'unknown';

/** What a lead is of which nothing else is said, unless its tenant decided otherwise: its audit tells that. */
export const USUAL_STATUS: LeadStatus = 'new';
const USUAL_STAGE: LifecycleStage = 'lead';

/** What a lead is before anything is said about it. */
export const EMPTY_LEAD: LeadFields = {
  externalId: null,
  firstName: null,
  lastName: null,
  email: null,
  phone: null,
  company: null,
  jobTitle: null,
  address: {},
  property: {},
  budget: null,
  language: null,
  timeZone: null,
  source: UNKNOWN_SOURCE,
  sourceMetadata: {},
  lifecycleStage: USUAL_STAGE,
  ownerId: null,
  tagIds: [],
  customFields: {},
};

/** A field that every tenant's leads have. */
export type CoreFieldName = Exclude<keyof LeadFields, 'customFields'>;

export const LEAD_FIELDS = Object.keys(EMPTY_LEAD).filter((field) => field !== 'customFields') as readonly CoreFieldName[];

/** A field that clients state in so many words. */
export type StatedFieldName = Exclude<CoreFieldName, 'tagIds'>;

export const STATED_FIELDS = LEAD_FIELDS.filter((field) => field !== 'tagIds');

/** One field of a lead before and after a change. */
export interface FieldChange {
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
}
