import { isApiKeyText } from '../api-keys/api-key.rules.js';
import { authenticationErrors } from './authentication.errors.js';

const BEARER = /^bearer +(\S+) *$/i;

/**
 * The API key in an `Authorization` header (RFC 6750).
 * @throws DomainError `AUTH.CREDENTIAL_MISSING` or `AUTH.CREDENTIAL_MALFORMED`
 */
export function apiKeyOf(authorization: string | undefined): string {
  if (authorization === undefined) throw authenticationErrors.CREDENTIAL_MISSING({ detail: 'Send `Authorization: Bearer <API key>`.' });
  const text = apiKeyIn(authorization);
  if (text === undefined) throw authenticationErrors.CREDENTIAL_MALFORMED();
  return text;
}

/** The same where there is one. */
export function apiKeyIn(authorization: string): string | undefined {
  const text = BEARER.exec(authorization)?.[1];
  return text !== undefined && isApiKeyText(text) ? text : undefined;
}
