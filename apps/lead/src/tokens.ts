/** Injection tokens of what the outside world gives. */
export const CLOCK = Symbol('clock');
export const IDS = Symbol('ids');
export const CONFIG = Symbol('config');
export const RANDOM = Symbol('random');

/** Where unguessable bytes come from. */
export type RandomSource = (sizeBytes: number) => Uint8Array;
