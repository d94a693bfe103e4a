import type { ComparableEmail } from '../comparable/contact.rules.js';
import { type Agreement, EQUAL } from './agreement.js';
import { jaroWinkler } from './jaro-winkler.rules.js';
import { isOneSlip } from './one-slip.rules.js';

/** A user's name of fewer letters is had by many: `max` at two domains need not be one Max. */
const MIN_USER_LENGTH = 5;

/** Addresses: one slip in the whole of it, or the same user at another domain. */
export function emailAgreement(left: ComparableEmail, right: ComparableEmail): Agreement {
  if (left.address === right.address) return EQUAL;
  const similarity01 = jaroWinkler(left.address, right.address);
  if (left.user === null || right.user === null) return { level: 'different', similarity01 };
  const telling = Math.min(left.user.length, right.user.length) >= MIN_USER_LENGTH;
  if (telling && isOneSlip(left.address, right.address)) return { level: 'close', similarity01 };
  return { level: telling && left.user === right.user ? 'related' : 'different', similarity01 };
}
