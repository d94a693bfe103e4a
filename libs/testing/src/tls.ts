/** TLS for specs. An entry of its own: what signs certificates takes a third of a second to load, which few specs need. */
export { type CertificateFiles, type CertificateOptions, TestAuthority } from './tls/test-authority.js';
export { TlsProxy, type TlsProxyOptions } from './tls/tls-proxy.js';
