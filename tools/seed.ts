/** Fills the sample tenant of the local system with made-up leads, through its gateway. */
import { parseArgs } from 'node:util';
import { GatewayClient, importLeads, type RunningSystem, runningSystem } from '../infra/local/index.ts';
import { seedLeads } from './seed/seed-leads.ts';

const USAGE = `Usage: npm run seed [-- --leads N] [--seed S]
N made-up leads, 1 to 1,000,000 (1,000 when left out), for the sample tenant of the system that npm start brought up here. The same S
(a whole number from 0 on, 1 when left out) gives the same leads. For development only.`;
const MOST_LEADS = 1_000_000;
const IMPORT_PATIENCE_MS = 600_000;

interface Wanted {
  readonly leads: number;
  readonly seed: number;
}

function wanted(): Wanted {
  const { values } = parseArgs({ options: { leads: { type: 'string', default: '1000' }, seed: { type: 'string', default: '1' } } });
  const [leads, seed] = [Number(values.leads), Number(values.seed)];
  if (!Number.isInteger(leads) || leads < 1 || leads > MOST_LEADS)
    throw new RangeError(`--leads ${values.leads} is not 1 to ${MOST_LEADS}`);
  if (!Number.isInteger(seed) || seed < 0 || seed > 0xff_ffff) throw new RangeError(`--seed ${values.seed} is not 0 to ${0xff_ffff}`);
  return { leads, seed };
}

/** Made-up leads among real ones could hardly be told apart again. */
function developmentSystem(): RunningSystem {
  if (process.env['NODE_ENV'] !== undefined && process.env['NODE_ENV'] !== 'development')
    throw new Error(`NODE_ENV is ${process.env['NODE_ENV']}: made-up leads are for development only`);
  const system = runningSystem('dev');
  if (!system) throw new Error('There is no local system here: run npm start first');
  if (system.foreignServers.length > 0)
    throw new Error(`The local system uses servers that are not its own (${system.foreignServers.join(', ')}): nothing was written`);
  return system;
}

async function main(): Promise<void> {
  const { leads, seed } = wanted();
  const { gatewayUrl, apiKey } = developmentSystem();
  const client = new GatewayClient(gatewayUrl, apiKey);
  const gateway = {
    post: <T>(path: string, body: object) => client.post<T>(path, body),
    importFile: async (name: string, csv: string) =>
      (await importLeads(client, name, csv, { withinMs: IMPORT_PATIENCE_MS, everyMs: 500 })).updated,
  };
  const { created, alreadyThere, moved } = await seedLeads(gateway, leads, seed, (done) => {
    if (done % 10_000 === 0) console.log(`${done} of ${leads}`);
  });
  console.log(
    `${created} leads made up, ${alreadyThere} were there, ${moved} moved on from new; their external ids begin with seed-${seed}-`,
  );
}

await main().catch((error: Error) => {
  const isUsage = error instanceof RangeError || 'code' in error;
  console.error(isUsage ? `${error.message}\n${USAGE}` : error.message);
  process.exitCode = 1;
});
