import { z } from 'zod';
import { defineRoute } from '../../define-route.js';
import { activitySummary, contactSummary, pipelineSummary } from './summary.js';

const windowQuery = {
  /** First day; 29 days before the last one when left out. */
  from: z.iso.date().optional(),
  /** Last day, included; today in the zone when left out. At most a year after the first. */
  to: z.iso.date().optional(),
  /** IANA name of the caller's zone. */
  timeZone: z.string().max(64).default('UTC'),
};

export const summaryQuery = z.strictObject(windowQuery);
export type SummaryQuery = z.infer<typeof summaryQuery>;

export const readContactSummary = defineRoute({
  operation: 'readContactSummary',
  owner: 'lead',
  method: 'GET',
  path: '/v1/summaries/contacts',
  summary: 'Leads by status, lifecycle stage, temperature, source and owner, and how many came and converted.',
  scope: 'leads:read',
  rateClass: 'read',
  query: summaryQuery,
  success: { status: 200, body: contactSummary },
  errors: ['LEAD.SUMMARY_INVALID'],
});

export const readPipelineSummary = defineRoute({
  operation: 'readPipelineSummary',
  owner: 'lead',
  method: 'GET',
  path: '/v1/summaries/pipeline',
  summary: 'Open deals of a pipeline stage by stage, and how many were won and lost.',
  scope: 'leads:read',
  rateClass: 'read',
  query: z.strictObject({ ...windowQuery, /** The default one when left out. */ pipeline: z.uuid().optional() }),
  success: { status: 200, body: pipelineSummary },
  errors: ['LEAD.SUMMARY_INVALID', 'LEAD.PIPELINE_NOT_FOUND'],
});

export const readActivitySummary = defineRoute({
  operation: 'readActivitySummary',
  owner: 'lead',
  method: 'GET',
  path: '/v1/summaries/activity',
  summary: 'Tasks done and left, notes and interactions, by day and by member.',
  scope: 'leads:read',
  rateClass: 'read',
  query: summaryQuery,
  success: { status: 200, body: activitySummary },
  errors: ['LEAD.SUMMARY_INVALID'],
});

export const summaryRoutes = [readContactSummary, readPipelineSummary, readActivitySummary] as const;
