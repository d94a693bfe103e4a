import { type ClientTls, clientTls } from '@leadstream/kernel';
import { z } from 'zod';

/** What of a `pg.Client` or `pg.Pool` says where the server is and how to be sure that it is the right one. */
export interface PostgresConnection {
  readonly connectionString: string;
  readonly ssl: ClientTls | false;
}

/** libpq's names. Everything else that pg knows about TLS weakens it, or means something else than in libpq. */
const TLS_PARAMETERS = ['sslmode', 'sslrootcert', 'sslcert', 'sslkey'] as const;
const FORBIDDEN = ['ssl', 'uselibpqcompat', 'sslnegotiation', 'sslpassword', 'sslca'];

function problemOf(url: URL): string | undefined {
  const forbidden = FORBIDDEN.find((name) => url.searchParams.has(name));
  if (forbidden) return `the parameter ${forbidden} is not used here: sslmode=verify-full, sslrootcert, sslcert and sslkey are`;
  const mode = url.searchParams.get('sslmode') ?? 'disable';
  if (mode !== 'verify-full' && mode !== 'disable')
    return 'sslmode is verify-full (server and name are verified) or disable, nothing between';
  const file = TLS_PARAMETERS.slice(1).find((name) => url.searchParams.has(name));
  return mode === 'disable' && file ? `${file} needs sslmode=verify-full` : undefined;
}

/** Connection string of a Postgres role; with `sslmode=verify-full` over TLS. */
export const postgresUrl = z
  .string()
  .min(1)
  .superRefine((text, context) => {
    const problem = URL.canParse(text) ? problemOf(new URL(text)) : 'must be a URL: postgresql://role:password@host:port/database';
    if (problem) context.addIssue({ code: 'custom', message: problem });
  });

/**
 * How to connect to `url`. `sslrootcert`, `sslcert` and `sslkey` are paths of PEM files, read anew for every connection;
 * without `sslrootcert` the CAs are those that Node believes.
 * @throws Error in one line when the URL asks for less than full verification, or a file is not usable
 */
export function postgresConnection(url: string): PostgresConnection {
  const parsed = new URL(url);
  const problem = problemOf(parsed);
  if (problem) throw new Error(`Postgres URL: ${problem}`);
  const [mode, ca, cert, key] = TLS_PARAMETERS.map((name) => parsed.searchParams.get(name) ?? undefined);
  if (mode !== 'verify-full') return { connectionString: url, ssl: false };
  for (const name of TLS_PARAMETERS) parsed.searchParams.delete(name);
  return { connectionString: parsed.toString(), ssl: clientTls({ ca, cert, key }) };
}
