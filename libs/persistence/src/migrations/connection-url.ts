import { roleName, type Schema, type SliceRole } from './slices.js';

const DEVELOPMENT_PASSWORD = 'leadstream';

/** Gives the password of a database role, for example of `lead_service`. */
export type PasswordOf = (role: string) => string;

/**
 * Passwords from the environment: `LEAD_SERVICE_PASSWORD` for one role, `DATABASE_ROLE_PASSWORD` for all others.
 * Outside of production there is a default, since the local database listens on this machine only.
 * @throws Error in production when neither is set
 */
export function passwordsFrom(environment: Readonly<Record<string, string | undefined>>): PasswordOf {
  return (role) => {
    const password = environment[`${role.toUpperCase()}_PASSWORD`] ?? environment['DATABASE_ROLE_PASSWORD'];
    if (password) return password;
    if (environment['NODE_ENV'] === 'production') throw new Error(`set ${role.toUpperCase()}_PASSWORD or DATABASE_ROLE_PASSWORD`);
    return DEVELOPMENT_PASSWORD;
  };
}

/** `url` with another database and, where given, another login. */
export function connectionUrl(url: string, database: string | undefined, login?: { role: string; password: string }): string {
  const changed = new URL(url);
  if (database !== undefined) changed.pathname = `/${encodeURIComponent(database)}`;
  if (login) {
    changed.username = encodeURIComponent(login.role);
    changed.password = encodeURIComponent(login.password);
  }
  return changed.toString();
}

/** How a slice's role connects to the server and database of `url`. */
export function sliceUrl(url: string, schema: Schema, role: SliceRole, passwordOf: PasswordOf): string {
  const name = roleName(schema, role);
  return connectionUrl(url, undefined, { role: name, password: passwordOf(name) });
}
