/** Injection tokens of what is given by the outside world. */
export const CLOCK = Symbol('clock');
export const IDS = Symbol('ids');
