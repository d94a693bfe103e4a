import { expect } from '@jest/globals';
import { eventually } from '@leadstream/testing';
import pg from 'pg';

/** Waits until the job that follows another scoring model has found every lead's temperature: summaries and filters tell it. */
export async function leadsAreJudged(adminUrl: string, tenantId: string): Promise<void> {
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    await eventually(async () => {
      const { rows } = await admin.query('SELECT FROM lead.scoring_model WHERE tenant_id = $1 AND judged_up_to IS NOT NULL', [tenantId]);
      expect(rows).toEqual([]);
    });
  } finally {
    await admin.end();
  }
}
