import { resolve } from 'node:path';
import { expect, it } from '@jest/globals';
import * as contracts from '@leadstream/contracts';
import { errorCatalogue, statusesOf } from './error-catalogue.ts';
import { generatedFiles } from './generated-files.ts';

const root = resolve(import.meta.dirname, '../..');

interface Operation {
  readonly operationId: string;
  readonly responses: Readonly<Record<string, unknown>>;
  readonly 'x-error-codes'?: readonly string[];
}

it('describes an answer with the status of every error that an operation names', () => {
  const { paths } = JSON.parse(generatedFiles(contracts, root).get('libs/contracts/schemas/openapi.json') ?? '{}') as {
    paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  };
  const statuses = statusesOf(errorCatalogue(root));
  const named = Object.values(paths)
    .flatMap((operations) => Object.values(operations))
    .flatMap(({ operationId, responses, 'x-error-codes': codes = [] }) => codes.map((code) => ({ operationId, code, responses })));
  expect(named.length).toBeGreaterThan(300);
  expect(
    named
      .filter(({ code, responses }) => !(String(statuses.get(code)) in responses))
      .map(({ operationId, code }) => `${operationId} ${code}`),
  ).toEqual([]);
});
