export const TENANT = '01920000-0000-7000-8000-000000000001';
export const ID = '01920000-0000-7000-8000-000000000002';
export const NOON = '2026-11-01T12:00:00Z';
export const LATER = '2026-11-01T12:01:00Z';
export const EARLIER = '2026-11-01T11:59:00Z';
export const HASH = `\\x${'00'.repeat(32)}`;
