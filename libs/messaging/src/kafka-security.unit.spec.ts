import { expect, it } from '@jest/globals';
import { kafkaSecurityOf } from './kafka-security.js';

it('is nothing for brokers that are open to everybody', () => {
  expect(kafkaSecurityOf({})).toEqual({});
});

it('verifies whenever it speaks TLS, with the CAs of Node when none is given', () => {
  expect(kafkaSecurityOf({ KAFKA_TLS: 'on' }).tls).toMatchObject({ rejectUnauthorized: true, minVersion: 'TLSv1.2', ca: undefined });
});

it.each([
  [{ KAFKA_TLS_CA: '/ca.pem' }, 'need KAFKA_TLS=on'],
  [{ KAFKA_TLS: 'on' as const, KAFKA_TLS_CERT: '/cert.pem' }, 'given together'],
  [{ KAFKA_TLS: 'on' as const, KAFKA_TLS_CA: '/none/ca.pem' }, '/none/ca.pem'],
  [{ KAFKA_SASL_USERNAME: 'a' }, 'given together'],
  [{ KAFKA_SASL_MECHANISM: 'plain' as const, KAFKA_SASL_USERNAME: 'a', KAFKA_SASL_PASSWORD: 'b' }, 'needs KAFKA_TLS=on'],
])('refuses %j', (config, reason) => {
  expect(() => kafkaSecurityOf(config)).toThrow(reason);
});

it('takes a SCRAM login in the clear: the password is not sent', () => {
  const config = { KAFKA_SASL_MECHANISM: 'scram-sha-512' as const, KAFKA_SASL_USERNAME: 'a', KAFKA_SASL_PASSWORD: 'b' };
  expect(kafkaSecurityOf(config)).toEqual({ sasl: { mechanism: 'scram-sha-512', username: 'a', password: 'b' } });
});
