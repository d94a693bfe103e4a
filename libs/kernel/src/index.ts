export { type Clock, fixedClock, systemClock } from './clock.js';
export { loadConfig } from './config.js';
export { DomainError, type DomainErrorDetails, defineErrors, type ErrorDefinition, type ErrorKind, type FieldProblem } from './errors.js';
export { type IdSource, isUuid, type Uuid, uuidV7 } from './ids.js';
export { type Actor, currentContext, type Idempotency, type RequestContext, runInContext } from './request-context.js';
export { checkPems, type ClientTls, clientTls, type TlsFiles } from './tls/client-tls.js';
export { type TlsFailure, tlsFailureOf } from './tls/tls-failure.js';
export { TlsTrouble } from './tls/tls-trouble.js';
