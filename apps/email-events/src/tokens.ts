/** Injection tokens of what the outside world gives. */
export const CLOCK = Symbol('clock');
export const IDS = Symbol('ids');
/** How far a webhook's timestamp may lie from now, either way. */
export const WEBHOOK_FRESHNESS_SECONDS = Symbol('webhook-freshness-seconds');
