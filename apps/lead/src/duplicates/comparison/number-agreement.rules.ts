import type { ComparablePhone } from '../comparable/contact.rules.js';
import { type Agreement, EQUAL } from './agreement.js';
import { isOneSlip } from './one-slip.rules.js';

/** What is said of two numbers that one slip parts. */
const ONE_SLIP: Agreement = { level: 'close', similarity01: 0.9 };
const RELATED: Agreement = { level: 'related', similarity01: 0.8 };
const DIFFERENT: Agreement = { level: 'different', similarity01: 0 };

/** Shorter numbers have too many neighbours for a slip to mean anything. */
const MIN_SLIP_LENGTH = 6;
const COMPACT_DATE = /^(\d{4})(\d\d)(\d\d)$/;

/** Insurance numbers and the like. */
export function identifierAgreement(left: string, right: string): Agreement {
  if (left === right) return EQUAL;
  return Math.min(left.length, right.length) >= MIN_SLIP_LENGTH && isOneSlip(left, right) ? ONE_SLIP : DIFFERENT;
}

/** House numbers: `12` and `21` or `1` and `12` are slips; `12` and `12a` are neighbouring doors. */
export function streetNumberAgreement(left: string, right: string): Agreement {
  if (left === right) return EQUAL;
  if (left.replace(/[a-z]+$/, '') === right.replace(/[a-z]+$/, '')) return RELATED;
  return Math.max(left.length, right.length) > 1 && isOneSlip(left, right) ? ONE_SLIP : DIFFERENT;
}

/** Dates as `YYYYMMDD`: one slip, or day and month the other way round. */
export function dateAgreement(left: string, right: string): Agreement {
  if (left === right) return EQUAL;
  const [a, b] = [COMPACT_DATE.exec(left), COMPACT_DATE.exec(right)];
  if (a !== null && b !== null && a[1] === b[1] && a[2] === b[3] && a[3] === b[2]) return ONE_SLIP;
  return identifierAgreement(left, right);
}

/** Telephones: one slip, or the same number behind another country code. */
export function phoneAgreement(left: ComparablePhone, right: ComparablePhone): Agreement {
  if (left.e164 === right.e164) return EQUAL;
  if (isOneSlip(left.e164, right.e164)) return ONE_SLIP;
  return left.national === right.national ? RELATED : DIFFERENT;
}
