import { createWebhookEndpoint, deleteWebhookEndpoint, listWebhookEndpoints } from './endpoint.routes.js';
import { receiveSendgridEvents } from './hook.routes.js';
import { listEmailEvents, listEmailMessages } from './message.routes.js';
import { listEmailEventsArchives, readEmailEventsArchive } from './retention-archive.routes.js';
import { countEmailEventsRetention } from './retention-count.routes.js';

export * from './endpoint.routes.js';
export * from './hook.routes.js';
export * from './message.routes.js';
export * from './retention-archive.routes.js';
export * from './retention-count.routes.js';

export const emailEventsRoutes = [
  createWebhookEndpoint,
  listWebhookEndpoints,
  deleteWebhookEndpoint,
  receiveSendgridEvents,
  listEmailMessages,
  listEmailEvents,
  countEmailEventsRetention,
  listEmailEventsArchives,
  readEmailEventsArchive,
] as const;
