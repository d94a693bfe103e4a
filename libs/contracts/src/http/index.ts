import type { RouteContract } from '../define-route.js';
import { analyticsRoutes } from './analytics/index.js';
import { emailEventsRoutes } from './email-events/index.js';

export * from './analytics/index.js';
export * from './email-events/index.js';

/** Every route of every app; the gateway exposes those that are not internal. */
export const allRoutes: readonly RouteContract[] = [...emailEventsRoutes, ...analyticsRoutes];
