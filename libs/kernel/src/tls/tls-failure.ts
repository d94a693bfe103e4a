/** Why two peers did not come together over TLS, from our side. */
export type TlsFailure =
  | 'unknown_ca' // nobody we believe has signed its certificate
  | 'wrong_host' // the certificate is for another name
  | 'expired' // or not valid yet
  | 'client_certificate_refused' // it wants a certificate of ours, or another one
  | 'no_tls' // it does not speak TLS
  | 'protocol_version'; // nothing that both speak is new enough

/** Codes of Node and OpenSSL. */
const CODES: Readonly<Record<string, TlsFailure>> = {
  CERT_HAS_EXPIRED: 'expired',
  CERT_NOT_YET_VALID: 'expired',
  CERT_SIGNATURE_FAILURE: 'unknown_ca',
  CERT_UNTRUSTED: 'unknown_ca',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'unknown_ca',
  INVALID_CA: 'unknown_ca',
  SELF_SIGNED_CERT_IN_CHAIN: 'unknown_ca',
  UNABLE_TO_GET_ISSUER_CERT: 'unknown_ca',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'unknown_ca',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'unknown_ca',
  ERR_TLS_CERT_ALTNAME_INVALID: 'wrong_host',
  ERR_SSL_NO_PROTOCOLS_AVAILABLE: 'protocol_version',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'no_tls',
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: 'protocol_version',
  ERR_SSL_UNSUPPORTED_PROTOCOL: 'protocol_version',
  ERR_SSL_WRONG_VERSION_NUMBER: 'no_tls',
};
/** RFC 8446, 6.2: alerts by which a peer turns our certificate down. */
const CERTIFICATE_ALERT =
  /^ERR_SSL_.*ALERT_(CERTIFICATE_REQUIRED|BAD_CERTIFICATE|UNSUPPORTED_CERTIFICATE|CERTIFICATE_(REVOKED|EXPIRED|UNKNOWN)|UNKNOWN_CA|ACCESS_DENIED|HANDSHAKE_FAILURE)$/;
/** Postgres and pg have no code of their own for these. */
const TEXTS: readonly (readonly [RegExp, TlsFailure])[] = [
  [/server does not support SSL/, 'no_tls'],
  [/requires a valid client certificate/, 'client_certificate_refused'],
];
const MAX_DEPTH = 5;

/** The reason when TLS is what failed, anywhere in the chain of causes; undefined for every other error. */
export function tlsFailureOf(error: unknown, depth = 0): TlsFailure | undefined {
  if (typeof error !== 'object' || error === null || depth > MAX_DEPTH) return undefined;
  const { code: given, message, cause, errors } = error as { code?: unknown; message?: unknown; cause?: unknown; errors?: unknown };
  const code = String(given);
  if (CODES[code]) return CODES[code];
  if (CERTIFICATE_ALERT.test(code)) return 'client_certificate_refused';
  const told = TEXTS.find(([text]) => text.test(String(message)))?.[1];
  if (told) return told;
  const members: readonly unknown[] = Array.isArray(errors) ? errors : [];
  for (const inner of [cause, ...members]) {
    const found = tlsFailureOf(inner, depth + 1);
    if (found) return found;
  }
  return undefined;
}
