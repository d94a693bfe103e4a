import { randomUUID } from 'node:crypto';
import pg from 'pg';

/**
 * A model as it is once it is trained: by its outcomes no world could train one.
 * @param label by which it is known, in what it learned, who has seen it
 * @returns its id
 */
export async function plantTrainedModel(adminUrl: string, tenantId: string, label: string): Promise<string> {
  const modelId = randomUUID();
  const encoding = { key: 'source', kind: 'choice', words: [label], hasOther: true, hasMissing: false };
  const columns = [1, -1].map((weight) => ({ weight, mean: 0.5, leads: 100 }));
  const features = [
    { key: 'source', kind: 'choice', field: 'source', label, source: { of: 'word', ref: { kind: 'core', name: 'source' } } },
  ];
  const learned = { outcome: { intercept: 0, features: [{ encoding, columns, spread: 1 }] }, features };
  const area = { area: 0.8, areaStandardError: 0.05 };
  const quality = { leads: 50, won: 25, ...area, logLoss: 0.5, baseLogLoss: 0.7, brier: 0.2, calibration: [] };
  const report = { learned: { leads: 200, won: 100 }, penalty: 1, quality };
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    await admin.query(
      `INSERT INTO lead.trained_model (tenant_id, model_id, number, status, won, lost, excluded, learned, report, actor_kind, actor_id, request_id, created_at, trained_at)
       VALUES ($1, $2, 1, 'trained', '{converted}', '{lost}', '{}', $3, $4, 'service', 'lead', '', now(), now())`,
      [tenantId, modelId, JSON.stringify(learned), JSON.stringify(report)],
    );
    return modelId;
  } finally {
    await admin.end();
  }
}
