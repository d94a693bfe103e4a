import type { DncKind } from '@leadstream/contracts';
import type { LeadFamily } from '../../known-lead/known-lead.js';

/** An address of a person, and the lead that has it. */
export interface HeldAddress {
  readonly kind: DncKind;
  readonly value: string;
  readonly heldBy: string;
}

/** Every address under which a person is known, by each of its leads. */
export function heldAddresses({ lead, merged }: LeadFamily): HeldAddress[] {
  return [...(lead === undefined ? [] : [lead]), ...merged].flatMap(({ leadId: heldBy, email, phone }) => [
    ...(email === null ? [] : [{ kind: 'email' as const, value: email, heldBy }]),
    ...(phone === null ? [] : [{ kind: 'phone' as const, value: phone, heldBy }]),
  ]);
}

/** One text for one address. */
export function addressKey({ kind, value }: Pick<HeldAddress, 'kind' | 'value'>): string {
  return `${kind}:${value}`;
}
