import type { CheckDncBatchBody, DncKind } from '@leadstream/contracts';
import { DomainError } from '@leadstream/kernel';
import { normaliseDncValue } from '../dnc-value.rules.js';

/** An address that is asked for, in the form in which it is stored; or undefined for a text that is none. */
export interface AskedAddress {
  readonly kind: DncKind;
  readonly value: string | undefined;
}

/** One address that cannot be read does not spoil the answers for the others: it is none that may be contacted. */
export function askedAddress(address: CheckDncBatchBody['addresses'][number], phoneRegion: string | undefined): AskedAddress {
  return 'phone' in address
    ? { kind: 'phone', value: readable(() => normaliseDncValue('phone', address.phone, phoneRegion, 'phone')) }
    : { kind: 'email', value: readable(() => normaliseDncValue('email', address.email, undefined, 'email')) };
}

function readable(read: () => string): string | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof DomainError) return undefined;
    throw error;
  }
}
