import type { SubjectAddress } from '@leadstream/privacy';

/** Shorter ones are part of too many other numbers. */
const LEAST_DIGITS = 8;
/** Of a number that is written in a text among others: what it has without the code of its country. */
const NATIONAL_DIGITS = 9;

/** What of a person's addresses is looked for in cells. */
export interface SoughtAddresses {
  readonly emails: readonly string[];
  /** Digits of numbers, with the code of the country. */
  readonly phones: readonly string[];
}

export function soughtOf(addresses: readonly SubjectAddress[]): SoughtAddresses {
  const values = (kind: SubjectAddress['kind']) => addresses.filter((address) => address.kind === kind).map(({ value }) => value);
  return { emails: values('email').map((email) => email.toLowerCase()), phones: values('phone').map((phone) => phone.replace(/\D/g, '')) };
}

/** Whether an address stands in one of the cells, however it is written and whatever else stands there: rather once too often than once too seldom. */
export function isNamedIn(cells: readonly string[], { emails, phones }: SoughtAddresses): boolean {
  return cells.some((cell) => {
    if (cell.includes('@')) {
      const text = cell.toLowerCase();
      if (emails.some((email) => text.includes(email))) return true;
    }
    if (phones.length === 0 || cell.length < LEAST_DIGITS) return false;
    const digits = cell.replace(/\D/g, '').replace(/^0+/, '');
    if (digits.length < LEAST_DIGITS) return false;
    return phones.some((phone) => phone.endsWith(digits) || digits.includes(phone.slice(-NATIONAL_DIGITS)));
  });
}
