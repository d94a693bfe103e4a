/** Injection tokens of what the outside world gives. */
export const CLOCK = Symbol('clock');
export const IDS = Symbol('ids');
export const CONFIG = Symbol('config');

/** Judges texts in which the rules found no clear opt-out. */
export const OPT_OUT_CLASSIFIER = Symbol('OptOutClassifier');

/** Tells where a phone number is at home. */
export const PHONE_AREAS = Symbol('PhoneAreas');
