import pg from 'pg';
import { setTimeout as pause } from 'node:timers/promises';
import type { FaultSystem } from './fault-system.ts';
import type { Load } from './load/load.ts';

const KNOWN = `
  SELECT (SELECT count(*) FROM compliance.known_lead WHERE lead_id = $1) + (SELECT count(*) FROM engagement.known_lead WHERE lead_id = $1)
       + (SELECT count(*) FROM email_events.known_lead WHERE lead_id = $1) + (SELECT count(*) FROM analytics.lead_lifecycle WHERE lead_id = $1)
       = 4 AS everywhere`;
const WITHIN_MS = 120_000;

/**
 * Time from now, when a fault has ended, until a new write of each service is answered and a new lead is known in every slice.
 * @returns milliseconds
 * @throws Error when that takes longer than two minutes
 */
export async function timeToRecover(system: FaultSystem, load: Load): Promise<number> {
  const startedMs = performance.now();
  const [lead] = await Promise.all([load.perform('capture'), load.perform('dnc-add'), load.perform('webhook')]);
  await load.perform('interaction');
  const client = new pg.Client({ connectionString: system.adminUrl });
  await client.connect();
  try {
    for (;;) {
      const { rows } = await client.query<{ everywhere: boolean }>(KNOWN, [lead.effectId]);
      if (rows[0]?.everywhere) return performance.now() - startedMs;
      if (performance.now() - startedMs > WITHIN_MS)
        throw new Error(`a lead captured after the fault is not known everywhere after ${WITHIN_MS / 1_000} s`);
      await pause(20);
    }
  } finally {
    await client.end();
  }
}
