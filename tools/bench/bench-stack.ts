import {
  type AppName,
  build,
  dropDatabase,
  prepareDatabase,
  roleUrl,
  schemaOf,
  stackFolder,
  stackSecrets,
  startStack,
  stopStack,
} from '../../infra/local/index.ts';

const NAME = 'bench-parts';
const DATABASE = 'leadstream_bench';

/** Servers of its own with an empty, migrated database, for benchmarks of parts. */
export interface BenchStack {
  readonly brokers: readonly string[];
  readonly adminUrl: string;
  /** Ignored folder that goes away with the stack. */
  readonly folder: string;
  /** Connection string of a slice's role. */
  url(app: AppName, role: 'service' | 'relay' | 'owner'): string;
  readonly vault: { readonly url: string; readonly encryptionKeys: string };
}

/** Brings the servers up on free ports, and takes them and their data away again however the work ends. */
export async function withBenchStack<T>(work: (stack: BenchStack) => Promise<T>): Promise<T> {
  await build();
  const stack = await startStack({ name: NAME });
  try {
    const folder = stackFolder(NAME);
    const { rolePassword, encryptionKeys } = stackSecrets(folder);
    const at = { adminUrl: stack.postgres.adminUrl, database: DATABASE };
    await dropDatabase(at);
    await prepareDatabase({ ...at, rolePassword });
    const settings = { postgresAdminUrl: at.adminUrl, database: DATABASE, rolePassword };
    return await work({
      brokers: stack.kafka.brokers.split(','),
      adminUrl: Object.assign(new URL(at.adminUrl), { pathname: `/${DATABASE}` }).toString(),
      folder,
      url: (app, role) => roleUrl(settings, `${schemaOf(app)}_${role}`),
      vault: { url: roleUrl(settings, 'vault_service'), encryptionKeys },
    });
  } finally {
    await stopStack(NAME, { wipe: true });
  }
}
