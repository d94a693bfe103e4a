import { createHash } from 'node:crypto';
import { STYLE } from './style.js';

const styleHash = createHash('sha256').update(STYLE).digest('base64');

/** The token stands in the address: nobody keeps the answer, nobody is told where its reader came from, no search engine lists it. */
const PRIVATE = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex, nofollow',
  'x-content-type-options': 'nosniff',
  vary: 'Accept, Accept-Language',
};

/** Of the same as data. */
export const DATA_HEADERS: Readonly<Record<string, string>> = PRIVATE;

/** Of a page: no script runs, nothing is loaded but its own style, nobody frames it, its forms go to where it came from and nowhere else. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  ...PRIVATE,
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
};
