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

/** Gives this shell the keys that the apps have, without showing them. */
export const KEYS_OF_APPS = `export ENCRYPTION_KEYS="$(kubectl get secret leadstream-vault -o jsonpath='{.data.ENCRYPTION_KEYS}' | base64 -d)"`;

/** Seals anew, under the first key, what an older one has sealed. */
export const ROTATE = 'npm run encryption -- rotate';

/** Where a lost key is put back; the local stack's are in its folder, and which one is wanted can be seen. */
export function giveKeyBack({ addresses }: Site): string {
  return addresses.isLocal ? 'npm run encryption -- status' : 'kubectl edit secret leadstream-vault';
}
