/** Keys of the installation and of persons; without a command it tells how. Needs a build. */
import { roleUrl, stackFolder, stackSecrets, readStack } from '../infra/local/index.ts';

const print = (line: string): void => void process.stdout.write(`${line}\n`);

/** What the environment gives, else the running local stack. */
async function environment(): Promise<NodeJS.ProcessEnv> {
  if (process.env['ENCRYPTION_KEYS'] !== undefined) return process.env;
  const stack = await readStack('dev');
  if (stack === undefined) return process.env;
  const { encryptionKeys, rolePassword } = stackSecrets(stackFolder('dev'));
  const settings = { postgresAdminUrl: stack.postgres.adminUrl, database: 'leadstream', rolePassword };
  const MIGRATION_DATABASE_URL = roleUrl(settings, 'vault_owner');
  return { ...process.env, ENCRYPTION_KEYS: encryptionKeys, MIGRATION_DATABASE_URL, DATABASE_ROLE_PASSWORD: rolePassword };
}

try {
  const [{ configureLogger }, { runEncryptionCommand }] = await Promise.all([
    import('@leadstream/telemetry'),
    import('@leadstream/persistence'),
  ]);
  configureLogger({ service: 'tools', level: 'silent' });
  process.exitCode = await runEncryptionCommand(process.argv.slice(2), await environment(), print);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
