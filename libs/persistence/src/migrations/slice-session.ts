import pg from 'pg';
import { postgresConnection } from '../postgres-url.js';
import { EXTENSION_SCHEMA, roleName, type Schema } from './slices.js';

/** How long a statement may wait for a lock before the migration gives up and leaves the application alone. */
const LOCK_TIMEOUT_MS = 5_000;
/** How long a runner waits for another one. */
const TURN_TIMEOUT_MS = 60_000;

/**
 * Connects to a slice as its owner, waits until no other runner is at work there, and calls `work`.
 * @param url connection string of the owner
 * @throws Error when the schema does not exist or belongs to another role
 */
export async function inSlice<T>(url: string, schema: Schema, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ ...postgresConnection(url), application_name: `migrate ${schema}` });
  // A lost connection fails the query in flight; without a listener it would end the process as well.
  client.on('error', () => undefined);
  await client.connect();
  try {
    const path = [schema, EXTENSION_SCHEMA].map((name) => pg.escapeIdentifier(name)).join(', ');
    await client.query(
      `SET search_path = ${path}, pg_temp; SET timezone = 'UTC'; SET client_min_messages = warning; SET lock_timeout = ${TURN_TIMEOUT_MS}`,
    );
    await checkOwner(client, schema);
    await client.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', [`leadstream migrate ${schema}`]);
    await client.query(`SET lock_timeout = ${LOCK_TIMEOUT_MS}`);
    return await work(client);
  } finally {
    await client.end();
  }
}

async function checkOwner(client: pg.Client, schema: Schema): Promise<void> {
  const { rows } = await client.query<{ owner: string; me: string }>(
    'SELECT pg_get_userbyid(nspowner) AS owner, current_user AS me FROM pg_namespace WHERE nspname = $1',
    [schema],
  );
  const [found] = rows;
  if (!found) throw new Error(`schema ${schema} does not exist: run npm run db:bootstrap first`);
  if (found.owner !== found.me)
    throw new Error(`schema ${schema} belongs to ${found.owner}; migrations run as ${roleName(schema, 'owner')}, not as ${found.me}`);
}
