import { expect, it } from '@jest/globals';
import { postgresConnection, postgresUrl } from './postgres-url.js';

const URL = 'postgresql://lead_service:secret@db.internal:5432/leadstream';

it('is in the clear when nothing is said, or sslmode=disable', () => {
  expect(postgresConnection(URL)).toEqual({ connectionString: URL, ssl: false });
  expect(postgresConnection(`${URL}?sslmode=disable`).ssl).toBe(false);
});

it('verifies server and name with verify-full, and leaves nothing for pg to interpret', () => {
  const { connectionString, ssl } = postgresConnection(`${URL}?sslmode=verify-full&connect_timeout=3`);
  expect(connectionString).toBe(`${URL}?connect_timeout=3`);
  expect(ssl).toMatchObject({ rejectUnauthorized: true, minVersion: 'TLSv1.2', ca: undefined });
});

it.each([
  ['sslmode=no-verify', 'sslmode is verify-full'],
  ['sslmode=prefer', 'sslmode is verify-full'],
  ['sslmode=require', 'sslmode is verify-full'],
  ['sslmode=verify-ca', 'sslmode is verify-full'],
  ['ssl=true', 'the parameter ssl'],
  ['uselibpqcompat=true&sslmode=require', 'the parameter uselibpqcompat'],
  ['sslrootcert=/ca.pem', 'sslrootcert needs sslmode=verify-full'],
  ['sslmode=verify-full&sslcert=/cert.pem', 'given together'],
  ['sslmode=verify-full&sslrootcert=/none/ca.pem', '/none/ca.pem'],
])('refuses ?%s', (parameters, reason) => {
  expect(() => postgresConnection(`${URL}?${parameters}`)).toThrow(reason);
});

it('is told of when the configuration is read, without the secret', () => {
  const { error } = postgresUrl.safeParse(`${URL}?sslmode=require`);
  expect(error?.issues[0]?.message).toContain('sslmode is verify-full');
  expect(JSON.stringify(error?.issues)).not.toContain('secret');
  expect(postgresUrl.safeParse('db.internal').success).toBe(false);
});
