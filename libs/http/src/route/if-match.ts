import { httpErrors } from '../http.errors.js';

const VERSION = /^(?:W\/)?(?:"(\d{1,15})"|(\d{1,15}))$/;

/**
 * The version in an `If-Match` header: `"3"`, `W/"3"` or `3`.
 * @throws DomainError `HTTP.IF_MATCH_REQUIRED` (428) without the header, `HTTP.BAD_IF_MATCH` (400) for anything but one version
 */
export function parseIfMatch(header: string | undefined): number {
  if (header === undefined) throw httpErrors.IF_MATCH_REQUIRED();
  const match = VERSION.exec(header.trim());
  if (!match) throw httpErrors.BAD_IF_MATCH();
  return Number(match[1] ?? match[2]);
}
