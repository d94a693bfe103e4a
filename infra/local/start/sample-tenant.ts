import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readJson, writeJson } from '../processes/json-file.ts';
import { runOnce } from '../processes/run-once.ts';
import { GatewayClient } from './gateway-client.ts';
import { addSampleData, findSampleLeads, type SampleLeads } from './sample-data.ts';

const BOOTSTRAP = fileURLToPath(new URL('../../../apps/gateway/dist/bootstrap.js', import.meta.url));

/** The tenant to try things with; its key lies in the ignored folder, readable by its owner only. */
export interface SampleTenant extends SampleLeads {
  readonly apiKey: string;
}

export interface SampleOptions {
  /** The stack's ignored folder. */
  readonly folder: string;
  readonly gatewayUrl: string;
  /** Environment of the gateway's process, for its bootstrap command. */
  readonly gatewayEnvironment: Readonly<Record<string, string>>;
}

async function bootstrapTenant(environment: Readonly<Record<string, string>>): Promise<string> {
  const args = [BOOTSTRAP, '--tenant', 'Sample Tenant', '--admin', 'admin@example.com', '--json'];
  const printed = await runOnce({ program: process.execPath, args, env: { ...environment } });
  const { apiKey } = JSON.parse(printed.trim().split('\n').at(-1) ?? '') as { apiKey: string };
  return apiKey;
}

/** The sample tenant of an earlier start when its key and leads still work, else a new one with data. */
export async function sampleTenant({ folder, gatewayUrl, gatewayEnvironment }: SampleOptions): Promise<SampleTenant> {
  const file = join(folder, 'sample-tenant.json');
  const known = readJson<SampleTenant>(file);
  if (known) {
    const leads = await findSampleLeads(new GatewayClient(gatewayUrl, known.apiKey)).catch(() => undefined);
    if (leads) return { ...known, ...leads };
  }
  const apiKey = await bootstrapTenant(gatewayEnvironment);
  const sample = { apiKey, ...(await addSampleData(new GatewayClient(gatewayUrl, apiKey))) };
  writeJson(file, sample);
  return sample;
}
