import { expect } from '@jest/globals';
import type { ImportJob, ImportRow, RowOutcome } from '@leadstream/contracts';
import { eventually } from '@leadstream/testing';
import type { TenantClient } from './tenant-client.js';

/** Uploads a file that is accepted and started, and waits for its end. */
export async function importFile(
  tenant: TenantClient,
  content: string | Uint8Array<ArrayBuffer>,
  options?: object,
  fileName?: string,
): Promise<ImportJob> {
  const { status, body } = await tenant.upload<ImportJob>(content, options, {}, fileName);
  expect([status, body]).toEqual([202, expect.objectContaining({ status: 'pending' })]);
  return importEnded(tenant, body.id);
}

/** Waits until no worker has anything to do with the import any more. */
export async function importEnded(tenant: TenantClient, importId: string): Promise<ImportJob> {
  return eventually(
    async () => {
      const { body } = await tenant.get<ImportJob>(`/v1/imports/${importId}`);
      expect(['draft', 'completed', 'failed', 'cancelled', 'reverted']).toContain(body.status);
      return body;
    },
    { withinMs: 30_000 },
  );
}

/** Row results as `[row, outcome, code, path]`. */
export async function rowsOf(tenant: TenantClient, importId: string, outcome?: RowOutcome) {
  const { body } = await tenant.get<{ items: ImportRow[] }>(
    `/v1/imports/${importId}/rows?limit=1000${outcome ? `&outcome=${outcome}` : ''}`,
  );
  return body.items.map(({ row, outcome: result, code, path }) => [row, result, code, path]);
}

/** A file of `count` leads with external ids `e1`, `e2`, ... */
export function fileOf(count: number, columns: Readonly<Record<string, (row: number) => string>> = {}): string {
  const rows = Array.from({ length: count }, (_, index) =>
    [`e${index + 1}`, ...Object.values(columns).map((cell) => cell(index + 1))].join(','),
  );
  return [['id', ...Object.keys(columns)].join(','), ...rows, ''].join('\n');
}
