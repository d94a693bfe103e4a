import { z } from 'zod';
import { budgetRange, postalAddress, propertyDetails, sourceMetadata } from '../../lead-fields.js';

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
};
