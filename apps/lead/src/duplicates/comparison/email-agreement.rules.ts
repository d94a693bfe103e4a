import type { ComparableEmail } from '../comparable/contact.rules.js';
import { type Agreement, EQUAL, type Level } from './agreement.js';
import { jaroWinkler } from './jaro-winkler.rules.js';
import { isOneSlip } from './one-slip.rules.js';

/** A user's name of fewer letters is had by many: `max` at two domains need not be one Max. */
const MIN_USER_LENGTH = 5;

/** How alike two addresses are is calculated for who asks: of those that are compared, next to none. */
class Addresses implements Agreement {
  constructor(
    readonly level: Level,
    private readonly left: string,
    private readonly right: string,
  ) {}

  get similarity01(): number {
    return jaroWinkler(this.left, this.right);
  }
}

/** Addresses: one slip in the whole of it, or the same user at another domain. */
export function emailAgreement(left: ComparableEmail, right: ComparableEmail): Agreement {
  if (left.address === right.address) return EQUAL;
  return new Addresses(levelOf(left, right), left.address, right.address);
}

function levelOf(left: ComparableEmail, right: ComparableEmail): Level {
  if (left.user === null || right.user === null) return 'different';
  if (Math.min(left.user.length, right.user.length) < MIN_USER_LENGTH) return 'different';
  if (isOneSlip(left.address, right.address)) return 'close';
  return left.user === right.user ? 'related' : 'different';
}
