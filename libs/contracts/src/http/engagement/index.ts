import { getInteraction, listInteractions, recordInteraction, retractInteraction } from './interaction.routes.js';
import { recordInteractions } from './interaction-batch.routes.js';
import { listEngagementArchives, readEngagementArchive } from './retention-archive.routes.js';
import { countEngagementRetention } from './retention-count.routes.js';

export * from './interaction.routes.js';
export * from './interaction-batch.routes.js';
export * from './retention-archive.routes.js';
export * from './retention-count.routes.js';

export const engagementRoutes = [
  recordInteraction,
  recordInteractions,
  listInteractions,
  getInteraction,
  retractInteraction,
  countEngagementRetention,
  listEngagementArchives,
  readEngagementArchive,
] as const;
