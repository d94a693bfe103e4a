import type { AskedPage } from '../link/visitor.js';
import { acceptedLanguages, prefersPage } from './negotiation.rules.js';

/** Headers as they came, names in lower case. */
export type RequestHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

const OWN = new Set(['same-origin', 'none']);
const MAX_USER_AGENT_LENGTH = 1_000;

export function askedPage(headers: RequestHeaders, lang: string | undefined): AskedPage {
  const site = headers['sec-fetch-site'];
  return {
    wantsPage: prefersPage(one(headers['accept'])),
    lang,
    accepted: acceptedLanguages(one(headers['accept-language'])),
    isCrossSite: site !== undefined && !OWN.has(String(site)),
    userAgent: one(headers['user-agent'])?.slice(0, MAX_USER_AGENT_LENGTH),
  };
}

function one(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === 'string' || value === undefined ? value : value.join(',');
}
