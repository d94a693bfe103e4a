import type { Check } from '../../finding.ts';
import { rowsOf } from '../../site.ts';

const SHOWN = 5;

const KEYS = `SELECT id, expires_at <= now() AS "isExpired", to_char(expires_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI"Z"') AS "expiresAt"
  FROM gateway.api_key
  WHERE revoked_at IS NULL AND expires_at <= now() + interval '14 days'
    AND last_used_at > least(expires_at, now()) - interval '7 days' AND expires_at > now() - interval '30 days'
  ORDER BY expires_at LIMIT ${SHOWN}`;

interface KeyState {
  readonly id: string;
  readonly isExpired: boolean;
  readonly expiresAt: string;
}

/** Keys that somebody uses and that have ended or are about to end; by id, since name and tenant are the tenant's. */
export const apiKeys: Check = {
  name: 'api-keys',
  runbook: 'keys',
  needs: ['postgres'],
  find: async (site) => {
    if (!site.slices.includes('gateway')) return [];
    const keys = await rowsOf<KeyState>(site.owner('gateway'), KEYS);
    return keys.map(({ id, isExpired, expiresAt }) => ({
      severity: 'warn',
      subject: `api key ${id}`,
      finding: isExpired ? `expired at ${expiresAt} while in use: its client is refused` : `in use, and expires at ${expiresAt}`,
      mend: `curl -X POST "$URL/v1/api-keys" -H "Authorization: Bearer $ADMIN_KEY" -H 'Content-Type: application/json' -d '{"name":"renewed","role":"agent"}'`,
    }));
  },
};
