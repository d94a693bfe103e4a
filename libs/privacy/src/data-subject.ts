import type { Uuid } from '@leadstream/kernel';

/** The person whose data is asked for, as every service is told. */
export interface DataSubject {
  readonly tenantId: Uuid;
  /** The lead, and all that went into it. */
  readonly leadIds: readonly Uuid[];
  /** Known addresses of the person; a store may know more. */
  readonly addresses: readonly SubjectAddress[];
  /** Of addresses that nobody can name any more, as the vault hashes names; given when an erasure is done once more. */
  readonly addressHashes?: readonly Buffer[];
}

/** Where a person can be reached: an e-mail address in lower case, or a number as E.164 has it. */
export interface SubjectAddress {
  readonly kind: 'email' | 'phone';
  readonly value: string;
}

/** A name under which the vault may keep a key of the person. */
export type SubjectReference = SubjectAddress | { readonly kind: 'lead'; readonly value: Uuid };

const KINDS = ['email', 'phone', 'lead'] as const;

/** As the vault names persons: `email:ada@example.com`. */
export function referenceText({ kind, value }: SubjectReference): string {
  return `${kind}:${value}`;
}

/** @returns undefined for what names nobody */
export function parseReference(text: string): SubjectReference | undefined {
  const kind = KINDS.find((one) => text.startsWith(`${one}:`) && text.length > one.length + 1);
  return kind && { kind, value: text.slice(kind.length + 1) };
}

/** The addresses among references. */
export function addressesAmong(texts: readonly string[]): SubjectAddress[] {
  return texts.map(parseReference).filter((one): one is SubjectAddress => one !== undefined && one.kind !== 'lead');
}
