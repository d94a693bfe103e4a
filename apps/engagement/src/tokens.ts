/** Injection tokens of what the outside world gives. */
export const CLOCK = Symbol('clock');
export const IDS = Symbol('ids');
