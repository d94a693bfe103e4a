import { type AppName, readStack, roleUrl, schemaOf, stackFolder, stackSecrets } from '../../infra/local/index.ts';

const DATABASE = 'leadstream';

/** `DATABASE_URL`, else that of an app's service in the running local stack. @throws Error in one line when there is neither */
export async function localDatabaseUrl(app: string): Promise<string> {
  const given = process.env['DATABASE_URL'];
  if (given) return given;
  const stack = await readStack('dev');
  if (!stack) throw new Error('No database: set DATABASE_URL, or start the local stack (npm start)');
  const { rolePassword } = stackSecrets(stackFolder('dev'));
  const settings = { postgresAdminUrl: stack.postgres.adminUrl, database: DATABASE, rolePassword };
  return roleUrl(settings, `${schemaOf(app as AppName)}_service`);
}
