import { uuidV7 } from '@leadstream/kernel';
import type { TenantDatabase } from '@leadstream/persistence';
import type { PersonNote } from './lead-notes.ts';

const APP = '../../../apps/lead/';
const BATCH = 1_000;

/** Makes a deal and a task of each note, with its words, many in a statement; those about people who were left out are left out. */
export async function fillWithWork(database: TenantDatabase, tenantId: string, notes: readonly PersonNote[]): Promise<void> {
  const { dealKeys, taskKeys } = await import(new URL(`${APP}dist/lead/search/work-keys.rules.js`, import.meta.url).href);
  const [pipelineId, stageId] = [uuidV7.next(), uuidV7.next()];
  await database.inTenant(tenantId, async (tx) => {
    await tx.execute(`INSERT INTO pipeline VALUES ($1, $2, 1, 'Default', true, now(), now())`, [tenantId, pipelineId]);
    await tx.execute(`INSERT INTO pipeline_stage VALUES ($1, $2, $3, 0, 'created', 5, false)`, [tenantId, stageId, pipelineId]);
  });
  for (let from = 0; from < notes.length; from += BATCH) {
    const rows = notes.slice(from, from + BATCH).map(({ person, body, rareWord }, place) => {
      const [name, title] = [`House ${rareWord} ${person.lastName}`, `Call about ${rareWord}`];
      const keys = { deal: dealKeys({ name, products: [] }) as string[], task: taskKeys({ title, description: body }) as string[] };
      const ids = { dealId: uuidV7.next(), taskId: uuidV7.next() };
      return { ...ids, externalId: person.id, name, title, body, keys, position: String(from + place).padStart(8, '0') };
    });
    const stated = `jsonb_to_recordset($2::jsonb) AS stated ("dealId" uuid, "taskId" uuid, "externalId" text, name text, title text, body text, keys jsonb,
                      position text) JOIN lead ON lead.tenant_id = $1 AND lead.external_id = "externalId" AND deleted_at IS NULL`;
    await database.inTenant(tenantId, async (tx) => {
      await tx.execute(
        `INSERT INTO deal (tenant_id, deal_id, version, lead_id, name, pipeline_id, stage_id, status, products, position, stage_entered_at, opened_at,
                           created_at, updated_at, search_version, search_keys)
         SELECT $1, "dealId", 1, lead_id, name, $3, $4, 'active', '[]', position, now(), now(), now(), now(), 1,
                ARRAY(SELECT jsonb_array_elements_text(keys -> 'deal')) FROM ${stated}`,
        [tenantId, JSON.stringify(rows), pipelineId, stageId],
      );
      await tx.execute(
        `INSERT INTO task (tenant_id, task_id, entity_kind, entity_id, version, type, priority, state, title, description, due_at, trigger_kind,
                           author_kind, author_id, created_at, updated_at, search_version, search_keys)
         SELECT $1, "taskId", 'lead', lead_id, 1, 'call', 'medium', 'pending', title, body, now(), 'manual', 'service', 'bench', now(), now(), 1,
                ARRAY(SELECT jsonb_array_elements_text(keys -> 'task')) FROM ${stated}`,
        [tenantId, JSON.stringify(rows)],
      );
    });
  }
}
