import { z } from 'zod';
import { fieldChange } from './lead-audit.routes.js';

/** What every entry of an audit tells that has one for each version; beside it stands the action. */
export const auditedVersion = {
  /** After the change. */
  version: z.int().min(1),
  changes: z.array(fieldChange),
  actor: z.object({ kind: z.string(), id: z.string() }),
  /** Address of the client; null for changes made by a service. */
  clientIp: z.string().nullable(),
  requestId: z.string(),
  recordedAt: z.iso.datetime(),
};
