import { appOf, type ServiceSchema } from '@leadstream/persistence';
import type { Site } from './site.ts';

/** Starts the app of a slice anew. */
export function restart({ addresses }: Site, slice: ServiceSchema): string {
  return addresses.isLocal ? 'npm start' : `kubectl rollout restart deployment/leadstream-${appOf(slice)}`;
}

/** What the app of a slice says. */
export function logsOf({ addresses }: Site, slice: ServiceSchema): string {
  return addresses.isLocal ? `npm run stack -- logs ${appOf(slice)}` : `kubectl logs deployment/leadstream-${appOf(slice)} --since=15m`;
}

/** A statement for whoever may; `npm run stack -- status` prints the address of the local stack. */
export function asAdmin(statement: string): string {
  return `psql "$ADMIN_DATABASE_URL" -c "${statement}"`;
}
