import { policySteps } from './steps/policies.js';
import { reads } from './steps/reads.js';
import { removals } from './steps/removals.js';
import type { Step } from './steps/step.js';
import { attachmentWrites } from './steps/work-attachments.js';
import { writes } from './steps/writes.js';

/** Calls of every route that the gateway shows, in an order in which one tenant can make them all. */
export const STEPS: readonly Step[] = [...writes, ...attachmentWrites, ...policySteps, ...reads, ...removals];
