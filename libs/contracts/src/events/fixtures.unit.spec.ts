import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { decodeEvent, encodeEvent } from '../cloudevents.js';
import { personalFieldsOf } from '../personal-fields.js';
import { allEvents, contractName } from './registry.js';

interface Fixture {
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly value: Readonly<Record<string, unknown>>;
}

const folder = join(import.meta.dirname, '../../fixtures');
const recorded = readdirSync(folder).map((file) => basename(file, '.json'));

function fixtureOf(name: string): Fixture {
  return JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as Fixture;
}

function bytes(value: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(value));
}

describe('golden fixtures', () => {
  it('exist for each event version, and for nothing else', () => {
    expect(recorded.toSorted()).toEqual(allEvents.map(contractName).toSorted());
  });

  describe.each(allEvents.map((contract) => [contractName(contract), contract] as const))('%s', (name, contract) => {
    const { key, headers, value: written } = fixtureOf(name);
    /** Personal fields that came to the contract after the fixture, or were not given, are null. */
    const value = { ...Object.fromEntries(personalFieldsOf(contract).map((field) => [field, null])), ...written };

    it('decodes, and is written again as it was', () => {
      const decoded = decodeEvent(contract, { headers, value: bytes(written) });
      if (!decoded.ok) throw new Error(decoded.problem);
      const encoded = encodeEvent(contract, decoded.value, headers['traceparent']);
      expect({ ...encoded, value: JSON.parse(encoded.value) as unknown }).toEqual({ key, headers, value });
    });

    it('decodes with a field that this release does not know', () => {
      const decoded = decodeEvent(contract, { headers, value: bytes({ ...written, addedLater: 1 }) });
      expect(decoded).toMatchObject({ ok: true, value: { data: value } });
    });
  });
});
