import pg from 'pg';
import { setTimeout as pause } from 'node:timers/promises';
import type { FaultSystem } from './fault-system.ts';
import type { Load } from './load/load.ts';

const COPIES = ['compliance.known_lead', 'engagement.known_lead', 'email_events.known_lead', 'analytics.lead_lifecycle'];
/** Where a lead is not known yet. */
const UNKNOWN_IN = COPIES.map((table) => `SELECT '${table}' AS "table" WHERE NOT EXISTS (SELECT FROM ${table} WHERE lead_id = $1)`).join(
  ' UNION ALL ',
);
const WITHIN_MS = 120_000;

/**
 * Time from now, when a fault has ended, until a new write of each service is answered and a new lead is known in every slice.
 * @returns milliseconds
 * @throws Error with the copies that lack it when that takes longer than two minutes
 */
export async function timeToRecover(system: FaultSystem, load: Load): Promise<number> {
  const startedMs = performance.now();
  const [lead] = await Promise.all([load.perform('capture'), load.perform('dnc-add'), load.perform('webhook')]);
  await load.perform('interaction');
  const client = new pg.Client({ connectionString: system.adminUrl });
  await client.connect();
  try {
    for (;;) {
      const { rows } = await client.query<{ table: string }>(UNKNOWN_IN, [lead.effectId]);
      if (rows.length === 0) return performance.now() - startedMs;
      if (performance.now() - startedMs > WITHIN_MS) {
        const tables = rows.map(({ table }) => table).join(', ');
        throw new Error(`a lead captured after the fault is not in ${tables} after ${WITHIN_MS / 1_000} s`);
      }
      await pause(20);
    }
  } finally {
    await client.end();
  }
}
