import type { Deal, Lead } from '@leadstream/contracts';
import { give } from './tasks.js';
import { ifMatch, type TenantClient } from './tenant-client.js';

/** What may be noted and filed under, beside leads. */
export const WORK_KINDS = ['deal', 'task'] as const;
export type WorkKind = (typeof WORK_KINDS)[number];

/** Of a lead. */
export interface Work {
  readonly id: string;
  readonly path: string;
}

/** A deal with the lead, or a task about it. */
export async function workWith(tenant: TenantClient, { id: leadId }: Pick<Lead, 'id'>, kind: WorkKind): Promise<Work> {
  const { id } =
    kind === 'deal'
      ? (await tenant.post<Deal>('/v1/deals', { leadId, name: 'Loft' })).body
      : await give(tenant, { subject: { kind: 'lead', id: leadId } });
  return { id, path: `/v1/${kind}s/${id}` };
}

/** Deletes what has this version, restores it when `meanwhile` is done. */
export async function whileDeleted(tenant: TenantClient, { path }: Pick<Work, 'path'>, version: number, meanwhile: () => Promise<void>) {
  await tenant.delete(path, ifMatch(version));
  await meanwhile();
  await tenant.post(`${path}/restore`, {});
}
