import pg from 'pg';

export interface DatabaseName {
  readonly adminUrl: string;
  readonly database: string;
}

export interface PrepareDatabaseOptions extends DatabaseName {
  /** Password that every slice role gets. */
  readonly rolePassword: string;
}

/**
 * Makes the database where it is missing, with roles and every slice migrated. Needs a build.
 * @returns how many migrations ran
 */
export async function prepareDatabase({ adminUrl, database, rolePassword }: PrepareDatabaseOptions): Promise<number> {
  const { migrateAll } = await import('@leadstream/persistence');
  const ran = await migrateAll({ adminUrl, database, passwords: rolePassword });
  return Object.values(ran).reduce((sum, count) => sum + count, 0);
}

/** Ends the connections to a database and removes it. */
export async function dropDatabase({ adminUrl, database }: DatabaseName): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  client.on('error', () => undefined);
  await client.connect();
  await client.query(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(database)} WITH (FORCE)`).finally(() => client.end());
}
