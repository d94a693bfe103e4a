import { join } from 'node:path';
import { readJson } from '../processes/json-file.ts';
import { readStackState, stackFolder } from '../servers/stack-state.ts';
import type { SampleTenant } from './sample-tenant.ts';

/** The system that `npm start` brought up in this checkout, and its sample tenant. */
export interface RunningSystem {
  readonly gatewayUrl: string;
  readonly apiKey: string;
  /** Servers that are not its own: the environment of `npm start` named them. */
  readonly foreignServers: readonly string[];
}

/** @returns undefined when `npm start` was never complete here; whether it is up, a call will show */
export function runningSystem(name: string): RunningSystem | undefined {
  const folder = stackFolder(name);
  const ports = readJson<{ readonly gateway: { readonly http: number } }>(join(folder, 'app-ports.json'));
  const sample = readJson<SampleTenant>(join(folder, 'sample-tenant.json'));
  const state = readStackState(folder);
  if (!ports || !sample || !state) return undefined;
  const foreignServers = Object.entries(state.servers).flatMap(([server, { source }]) => (source === 'given' ? [server] : []));
  return { gatewayUrl: `http://127.0.0.1:${ports.gateway.http}`, apiKey: sample.apiKey, foreignServers };
}
