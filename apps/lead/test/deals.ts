import type { BoardColumn, Deal, Lead, Pipeline } from '@leadstream/contracts';
import { inspect } from './inspect.js';
import type { LeadApp } from './lead-app.js';
import { ADA, create } from './merges.js';
import { ifMatch, type Problem, type TenantClient } from './tenant-client.js';

/** A tenant with a lead and its default pipeline. */
export interface Scene {
  readonly tenant: TenantClient;
  readonly lead: Lead;
  readonly pipeline: Pipeline;
  /** Ids of the stages of the default pipeline by name. */
  readonly stage: Readonly<Record<string, string>>;
}

/** Each a tenant of its own. */
export async function scene(app: LeadApp): Promise<Scene> {
  const tenant = app.as();
  const lead = await create(tenant, ADA);
  const [pipeline] = (await tenant.get<{ items: Pipeline[] }>('/v1/pipelines')).body.items as [Pipeline];
  return { tenant, lead, pipeline, stage: Object.fromEntries(pipeline.stages.map(({ id, name }) => [name, id])) };
}

/** Makes a deal of the lead. */
export const make = async ({ tenant, lead }: Scene, name: string, more = {}): Promise<Deal> =>
  (await tenant.post<Deal>('/v1/deals', { leadId: lead.id, name, ...more })).body;
/** Moves a deal, in the version that is given, to a stage and behind a card. */
export const move = ({ tenant }: Scene, { id, version }: Deal, body: object) =>
  tenant.send<Deal & Pick<Problem, 'code' | 'errors'>>('PUT', `/v1/deals/${id}/stage`, {
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...ifMatch(version) },
  });
/** A column of the board. */
export const column = async ({ tenant }: Scene, stageId: string | undefined, limit = 200): Promise<BoardColumn> => {
  const { body } = await tenant.get<{ columns: BoardColumn[] }>(`/v1/deals/board?limit=${limit}`);
  return body.columns.find(({ stage }) => stage.id === stageId) as BoardColumn;
};
/** Names of the cards of a column, by the stage's name. */
export const names = async (at: Scene, stage: string) => (await column(at, at.stage[stage])).deals.map(({ name }) => name);

/** Types and sequences of events of deals, in their order. */
export async function told(app: LeadApp, { tenant }: Scene): Promise<[string, number][]> {
  const rows = await inspect<{ type: string; sequence: string }>(
    app.database,
    `SELECT headers->>'ce_type' AS type, headers->>'ce_sequence' AS sequence FROM outbox
     WHERE tenant_id = $1 AND headers->>'ce_type' LIKE 'deal.%' ORDER BY id`,
    [tenant.tenantId],
  );
  return rows.map(({ type, sequence }) => [type, Number(sequence)]);
}
