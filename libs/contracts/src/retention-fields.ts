import { z } from 'zod';

/**
 * Kinds of data that grow with time and that a tenant keeps for as long as it says. `interactions`: what leads did. `email-events`: what
 * providers told of e-mail. `decisions`: contact decisions with what they were made on. `opt-out-reviews`: opt-outs that were found and are closed.
 */
export const RETENTION_CATEGORIES = ['interactions', 'email-events', 'decisions', 'opt-out-reviews'] as const;
export const retentionCategory = z.enum(RETENTION_CATEGORIES);
export type RetentionCategory = z.infer<typeof retentionCategory>;
