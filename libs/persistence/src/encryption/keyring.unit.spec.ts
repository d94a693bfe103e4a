import { describe, expect, it } from '@jest/globals';
import { loadConfig } from '@leadstream/kernel';
import { encryptionConfig } from './encryption.config.js';
import { Keyring } from './keyring.js';

const secret = (byte: number): string => Buffer.alloc(32, byte).toString('base64');
const context = Buffer.from('vault.person_key');
const plain = Buffer.from('key of a person');

describe('a keyring', () => {
  it('seals with its first key and opens with any', () => {
    const old = Keyring.parse(`2025:${secret(1)}`).wrap(plain, context);
    const rotated = Keyring.parse(`2026:${secret(2)}, 2025:${secret(1)}`);
    expect(rotated.unwrap(old, context)).toEqual(plain);
    expect(rotated.wrap(plain, context).kekId).toBe('2026');
    expect(rotated.ids).toEqual(['2026', '2025']);
  });

  it('tells a key that it does not have from a value that was tampered with', () => {
    const wrapped = Keyring.parse(`a:${secret(1)}`).wrap(plain, context);
    expect(() => Keyring.parse(`b:${secret(1)}`).unwrap(wrapped, context)).toThrow(
      expect.objectContaining({ code: 'ENCRYPTION.KEY_UNKNOWN', kind: 'unavailable' }),
    );
    const unreadable = expect.objectContaining({ code: 'ENCRYPTION.VALUE_UNREADABLE', kind: 'unavailable' });
    expect(() => Keyring.parse(`a:${secret(2)}`).unwrap(wrapped, context)).toThrow(unreadable);
    expect(() => Keyring.parse(`a:${secret(1)}`).unwrap(wrapped, Buffer.from('elsewhere'))).toThrow(unreadable);
    const opening = [1, 2].map((byte) => Keyring.parse(`a:${secret(byte)}`).opens(wrapped, context));
    expect([...opening, Keyring.parse(`b:${secret(1)}`).opens(wrapped, context)]).toEqual([true, false, false]);
  });

  it.each([
    ['nothing', ''],
    ['a key without id', secret(1)],
    ['an id with capitals', `Key:${secret(1)}`],
    ['31 bytes', `a:${Buffer.alloc(31, 1).toString('base64')}`],
    ['33 bytes', `a:${Buffer.alloc(33, 1).toString('base64')}`],
    ['no base64', `a:${'*'.repeat(43)}`],
    ['a taken id', `a:${secret(1)},a:${secret(2)}`],
    ['a trailing comma', `a:${secret(1)},`],
  ])('refuses %s', (_what, list) => {
    expect(() => Keyring.parse(list)).toThrow(RangeError);
  });

  it('is never printed, nor is what was wrong with it', () => {
    const environment = { VAULT_DATABASE_URL: 'postgresql://vault_service@vault:5432/leadstream', ENCRYPTION_KEYS: `a:${secret(7)}` };
    const config = loadConfig(encryptionConfig, environment);
    expect(JSON.stringify(config)).not.toContain(secret(7).slice(0, 10));
    const load = (): unknown => loadConfig(encryptionConfig, { ...environment, ENCRYPTION_KEYS: `a:${secret(7)}x` });
    expect(load).toThrow('ENCRYPTION_KEYS: key 1: it is no base64 of 32 bytes');
    expect(load).not.toThrow(secret(7).slice(0, 10));
  });
});
