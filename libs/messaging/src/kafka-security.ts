import { type ClientTls, clientTls, TlsTrouble } from '@leadstream/kernel';
import { logger } from '@leadstream/telemetry';
import type { KafkaSecurityConfig } from './kafka-security.config.js';

const log = logger('kafka');

export interface SaslLogin {
  readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
  readonly username: string;
  readonly password: string;
}

/** What an adapter needs to reach brokers that are not open to everybody; empty for those that are. */
export interface KafkaSecurity {
  /** Copy it anew for every connection: it reads its files then. */
  readonly tls?: ClientTls;
  /** Adapters report failed and successful connections here; readiness and the log tell of them. */
  readonly trouble?: TlsTrouble;
  readonly sasl?: SaslLogin;
}

/** @throws Error in one line when the variables contradict each other, or a file is not usable */
export function kafkaSecurityOf(config: Partial<KafkaSecurityConfig>): KafkaSecurity {
  const { KAFKA_TLS = 'off', KAFKA_TLS_CA: ca, KAFKA_TLS_CERT: cert, KAFKA_TLS_KEY: key } = config;
  const sasl = loginOf(config);
  if (KAFKA_TLS === 'off') {
    if (ca ?? cert ?? key) throw new Error('KAFKA_TLS_CA, KAFKA_TLS_CERT and KAFKA_TLS_KEY need KAFKA_TLS=on');
    if (sasl?.mechanism === 'plain') throw new Error('KAFKA_SASL_MECHANISM=plain sends the password as it is and needs KAFKA_TLS=on');
    return { ...(sasl && { sasl }) };
  }
  const trouble = new TlsTrouble((reason) => log.warn('tls_refused', { peer: 'kafka', reason }));
  return { tls: clientTls({ ca, cert, key }), trouble, ...(sasl && { sasl }) };
}

function loginOf(config: Partial<KafkaSecurityConfig>): SaslLogin | undefined {
  const { KAFKA_SASL_MECHANISM: mechanism, KAFKA_SASL_USERNAME: username, KAFKA_SASL_PASSWORD: password } = config;
  if (mechanism === undefined && username === undefined && password === undefined) return undefined;
  if (mechanism === undefined || username === undefined || password === undefined)
    throw new Error('KAFKA_SASL_MECHANISM, KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD are given together or not at all');
  return { mechanism, username, password };
}
