import { isIP } from 'node:net';
import { connect } from 'node:tls';
import type { ISocketFactory, KafkaConfig, SASLOptions } from 'kafkajs';
import type { KafkaSecurity } from '../kafka-security.js';

const KEEP_ALIVE_MS = 60_000;

/** Settings of kafkajs by which it speaks TLS and logs in; none for brokers that are open to everybody. */
export function securitySettings({ tls, trouble, sasl }: KafkaSecurity): Pick<KafkaConfig, 'ssl' | 'sasl' | 'socketFactory'> {
  const login = sasl && { sasl: { ...sasl } as SASLOptions };
  if (tls === undefined) return { ...login };
  const socketFactory: ISocketFactory = ({ host, port, onConnect }) => {
    const socket = connect({ ...tls, host, port, ...(isIP(host) === 0 && { servername: host }) }, onConnect);
    socket.on('error', (error) => trouble?.failed(error));
    // With TLS 1.3 a broker turns our certificate down only after the handshake; its first bytes say that it did not.
    socket.once('data', () => trouble?.succeeded());
    return socket.setKeepAlive(true, KEEP_ALIVE_MS);
  };
  return { ...login, ssl: true, socketFactory };
}
