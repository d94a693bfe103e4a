/**
 * How a person is named to the vault, which keeps a keyed hash of it only: `lead:<id>`, `member:<id>`, `email:<lower-cased
 * address>`, `phone:<E.164>`. Who knows a person's ids and addresses can destroy every key of that person.
 */
export type PersonReference = string;

/**
 * An address may be given to somebody else, or be named again by the one it belonged to, and then gets a new key. An id means
 * one person for ever: once it is erased it stays so, whoever still writes about it.
 */
const RENEWABLE = /^(email|phone):/;

export function isRenewable(reference: PersonReference): boolean {
  return RENEWABLE.test(reference);
}
