/**
 * What became of an event. `done`: applied. `skip`: rightly not applied, for a named reason.
 * `reject`: can never be applied as it is; nothing that the handler wrote for it is kept and it goes to the dead letters.
 */
export type Outcome =
  { readonly kind: 'done' } | { readonly kind: 'skip'; readonly reason: string } | { readonly kind: 'reject'; readonly reason: string };

const REASON = /^[a-z0-9][a-z0-9_.:-]{0,99}$/i;
const DONE: Outcome = Object.freeze({ kind: 'done' });

/** @throws RangeError for anything but a short code: reasons become headers and metric labels, so they hold no data */
function checked(reason: string): string {
  if (!REASON.test(reason)) throw new RangeError('a reason is a code of letters, digits and _ . : -');
  return reason;
}

export function done(): Outcome {
  return DONE;
}

/** @param reason a code from a closed set, for example `lead_unknown` */
export function skip(reason: string): Outcome {
  return { kind: 'skip', reason: checked(reason) };
}

/** @param reason a code from a closed set, for example `currency_unknown` */
export function reject(reason: string): Outcome {
  return { kind: 'reject', reason: checked(reason) };
}
