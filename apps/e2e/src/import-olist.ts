import { expect } from '@jest/globals';
import { eventually } from '@leadstream/testing';
import type { GatewayClient, Import } from './gateway-client.js';
import { dealsFile, leadsFile } from './olist-files.js';

/** The lifecycle funnel over every day that the files speak of. */
export const FUNNEL_PATH = '/v1/funnels/lifecycle?from=2017-01-01&to=2018-12-31&groupBy=source';

/** Uploads the 8,000 leads. @returns the import's id */
export async function importLeads(client: GatewayClient, idempotencyKey?: string): Promise<string> {
  const mapping = {
    mql_id: 'externalId',
    first_contact_date: 'capturedAt',
    origin: 'source',
    landing_page_id: 'sourceMetadata.landingPageId',
  };
  return accepted(await client.importFile(leadsFile, { mapping, matchBy: 'externalId' }, idempotencyKey));
}

/** Uploads the 842 deals: each converts its lead at the moment it was won. @returns the import's id */
export async function importDeals(client: GatewayClient, idempotencyKey?: string): Promise<string> {
  const mapping = { mql_id: 'externalId', won_date: 'statusChangedAt' };
  const options = { mapping, constants: { status: 'converted' }, matchBy: 'externalId' };
  return accepted(await client.importFile(dealsFile, options, idempotencyKey));
}

/** Waits until the import has ended, well or badly. */
export function importOf(client: GatewayClient, id: string): Promise<Import> {
  return eventually(
    async () => {
      const { body } = await client.get<Import>(`/v1/imports/${id}`);
      expect(['completed', 'failed']).toContain(body.status);
      return body;
    },
    { withinMs: 180_000, everyMs: 100 },
  );
}

function accepted({ status, body }: { status: number; body: Import }): string {
  expect(status).toBe(202);
  return body.id;
}
