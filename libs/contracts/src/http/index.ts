import type { RouteContract } from '../define-route.js';
import { analyticsRoutes } from './analytics/index.js';
import { complianceRoutes } from './compliance/index.js';
import { emailEventsRoutes } from './email-events/index.js';
import { engagementRoutes } from './engagement/index.js';
import { gatewayRoutes } from './gateway/index.js';
import { leadRoutes } from './lead/index.js';

export * from './analytics/index.js';
export * from './compliance/index.js';
export * from './email-events/index.js';
export * from './engagement/index.js';
export * from './gateway/index.js';
export * from './lead/index.js';
export {
  ARCHIVE_READING_ERRORS,
  ARCHIVING_SERVICES,
  type ArchivingService,
  type ListRetentionArchivesQuery,
  listRetentionArchivesQuery,
  type RetentionArchive,
  retentionArchive,
  type RetentionArchivePage,
  retentionArchivePage,
  retentionArchiveParams,
} from './retention-archive.js';
export { countRetentionQuery, MOST_COUNTED, type RetentionCount, retentionCount, retentionCounts } from './retention-count.js';
export { fieldProblem, type Problem, problem } from './problem.js';

/** Every route of every app; the gateway exposes those that are not internal. */
export const allRoutes: readonly RouteContract[] = [
  ...gatewayRoutes,
  ...leadRoutes,
  ...engagementRoutes,
  ...emailEventsRoutes,
  ...complianceRoutes,
  ...analyticsRoutes,
];
