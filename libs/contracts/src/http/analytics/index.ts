import { readLifecycleFunnel } from './lifecycle-funnel.routes.js';

export { type Freshness, freshness } from './freshness.js';
export {
  FUNNEL_STAGES,
  type FunnelStage,
  funnelStage,
  type LifecycleFunnel,
  lifecycleFunnel,
  readLifecycleFunnel,
} from './lifecycle-funnel.routes.js';

export const analyticsRoutes = [readLifecycleFunnel] as const;
