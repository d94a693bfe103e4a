import pg from 'pg';
import { postgresConnection } from '../postgres-url.js';
import { connectionUrl, type PasswordOf } from './connection-url.js';
import { EXTENSION_SCHEMA, roleName, rolesOf, type Schema, SCHEMAS } from './slices.js';

export interface BootstrapOptions {
  /** Connection string of a superuser, to any database of the server. */
  readonly adminUrl: string;
  /** Made when it is missing. */
  readonly database: string;
  readonly schemas?: readonly Schema[] | undefined;
  readonly passwordOf: PasswordOf;
}

const EXTENSIONS = ['pg_trgm', 'btree_gin', 'unaccent', 'pgcrypto'] as const;
/** Limits on the server's side; the client gives up a little later. */
const SERVICE_LIMITS = { statement_timeout: '30s', lock_timeout: '10s', idle_in_transaction_session_timeout: '60s' };

/** The only step that needs a superuser: database, extensions, and each slice's roles and schema. May be repeated. */
export async function bootstrapDatabase({ adminUrl, database, schemas = SCHEMAS, passwordOf }: BootstrapOptions): Promise<void> {
  await connected(adminUrl, async (server) => {
    // Roles belong to the whole server, so bootstraps of several databases take turns.
    await server.query(`SELECT pg_advisory_lock(hashtextextended('leadstream bootstrap', 0))`);
    const { rowCount } = await server.query('SELECT FROM pg_database WHERE datname = $1', [database]);
    if (rowCount === 0) await server.query(`CREATE DATABASE ${pg.escapeIdentifier(database)} TEMPLATE template0 ENCODING 'UTF8'`);
    const { rows } = await server.query<{ rolname: string }>('SELECT rolname FROM pg_roles');
    const existing = new Set(rows.map((row) => row.rolname));
    await server.query(schemas.flatMap((schema) => roleStatements(schema, passwordOf, existing)).join(';\n'));
    await connected(connectionUrl(adminUrl, database), async (client) => {
      await client.query([...commonStatements(), ...schemas.flatMap(schemaStatements)].join(';\n'));
    });
  });
}

async function connected<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ ...postgresConnection(url), application_name: 'bootstrap' });
  // A lost connection fails the query in flight; without a listener it would end the process as well.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

function roleStatements(schema: Schema, passwordOf: PasswordOf, existing: ReadonlySet<string>): string[] {
  return rolesOf(schema).flatMap((role) => {
    const name = roleName(schema, role);
    const quoted = pg.escapeIdentifier(name);
    const limits = role === 'owner' ? {} : SERVICE_LIMITS;
    return [
      `${existing.has(name) ? 'ALTER' : 'CREATE'} ROLE ${quoted} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD ${pg.escapeLiteral(passwordOf(name))}`,
      `ALTER ROLE ${quoted} SET search_path = ${pg.escapeIdentifier(schema)}, ${EXTENSION_SCHEMA}`,
      `ALTER ROLE ${quoted} SET timezone = 'UTC'`,
      ...Object.entries(limits).map(([setting, value]) => `ALTER ROLE ${quoted} SET ${setting} = '${value}'`),
    ];
  });
}

function commonStatements(): string[] {
  return [
    'SET client_min_messages = warning',
    'REVOKE ALL ON SCHEMA public FROM PUBLIC',
    `CREATE SCHEMA IF NOT EXISTS ${EXTENSION_SCHEMA}`,
    `GRANT USAGE ON SCHEMA ${EXTENSION_SCHEMA} TO PUBLIC`,
    ...EXTENSIONS.map((name) => `CREATE EXTENSION IF NOT EXISTS ${name} SCHEMA ${EXTENSION_SCHEMA}`),
  ];
}

function schemaStatements(schema: Schema): string[] {
  const [owner = '', ...users] = rolesOf(schema).map((role) => pg.escapeIdentifier(roleName(schema, role)));
  const [service = ''] = users;
  const name = pg.escapeIdentifier(schema);
  return [
    `CREATE SCHEMA IF NOT EXISTS ${name} AUTHORIZATION ${owner}`,
    `GRANT USAGE ON SCHEMA ${name} TO ${users.join(', ')}`,
    // Functions that run as the owner are for the service alone; PUBLIC would include the relay and other slices.
    `ALTER DEFAULT PRIVILEGES FOR ROLE ${owner} REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC`,
    `ALTER DEFAULT PRIVILEGES FOR ROLE ${owner} IN SCHEMA ${name} GRANT EXECUTE ON FUNCTIONS TO ${service}`,
    `ALTER DEFAULT PRIVILEGES FOR ROLE ${owner} IN SCHEMA ${name} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO ${service}`,
    `ALTER DEFAULT PRIVILEGES FOR ROLE ${owner} IN SCHEMA ${name} GRANT USAGE ON SEQUENCES TO ${service}`,
  ];
}
