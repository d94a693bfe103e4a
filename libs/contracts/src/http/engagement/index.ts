import { getInteraction, listInteractions, recordInteraction, retractInteraction } from './interaction.routes.js';
import { recordInteractions } from './interaction-batch.routes.js';

export * from './interaction.routes.js';
export * from './interaction-batch.routes.js';

export const engagementRoutes = [recordInteraction, recordInteractions, listInteractions, getInteraction, retractInteraction] as const;
