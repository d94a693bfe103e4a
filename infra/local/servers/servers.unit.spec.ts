import { expect, it } from '@jest/globals';
import { givenAddresses, publicAddress } from './servers.ts';

it('takes only the servers that the environment gives', () => {
  const given = givenAddresses({ LEADSTREAM_KAFKA_BROKERS: 'a:9092,b:9092', LEADSTREAM_REDIS_URL: '' });
  expect(given).toEqual({ kafka: 'a:9092,b:9092' });
});

it('prints an address without its password', () => {
  expect(publicAddress('postgresql://postgres:secret@127.0.0.1:5432/postgres')).toBe('127.0.0.1:5432');
  expect(publicAddress('127.0.0.1:9092')).toBe('127.0.0.1:9092');
});
