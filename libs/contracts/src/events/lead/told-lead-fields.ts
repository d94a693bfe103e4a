import { z } from 'zod';
import { budgetRange, customValues, postalAddress, propertyDetails, sourceMetadata } from '../../lead-fields.js';

/** What every event with the state of a lead has told from the first day. */
export const toldLeadFields = {
  /** Id of the lead in the system it came from; unique per tenant. */
  externalId: z.string().nullable().meta({ personal: true }),
  firstName: z.string().nullable().meta({ personal: true }),
  lastName: z.string().nullable().meta({ personal: true }),
  /** Trimmed and lower-cased. */
  email: z.email().nullable().meta({ personal: true }),
  /** E.164. */
  phone: z.string().nullable().meta({ personal: true }),
  company: z.string().nullable().meta({ personal: true }),
  /** IANA name. */
  timeZone: z.string().nullable(),
  /** Where the lead came from, lower-case; `unknown` when it was not said. */
  source: z.string(),
};

/** Fields of a lead that came to its events later: records from before do not have them. */
export const furtherLeadFields = {
  jobTitle: z.string().nullable().optional().meta({ personal: true }),
  address: postalAddress.nullable().optional().meta({ personal: true }),
  property: propertyDetails.nullable().optional().meta({ personal: true }),
  budget: budgetRange.nullable().optional().meta({ personal: true }),
  sourceMetadata: sourceMetadata.nullable().optional().meta({ personal: true }),
  /** BCP 47 tag. */
  language: z.string().nullable().optional(),
  /** One of the default stages or of the tenant's own; lower-case. */
  lifecycleStage: z.string().optional(),
  /** Member who looks after the lead. */
  ownerId: z.uuid().nullable().optional(),
  /** Tags of the lead, in ascending order; `tag.changed` tells their names. */
  tagIds: z.array(z.uuid()).optional(),
  customFields: customValues.nullable().optional().meta({ personal: true }),
};
