import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EventContract, RouteContract } from '@leadstream/contracts';
import { describeAsyncApi, describeOpenApi, describeSchema } from './describe.ts';
import { type Docs, docstringsBelow } from './docstrings.ts';
import { errorCatalogue, errorsPage, statusesOf } from './error-catalogue.ts';

/** The library as a module. */
export type Contracts = typeof import('@leadstream/contracts');

/** Text of each generated file by its path from the root. */
export type GeneratedFiles = ReadonlyMap<string, string>;

const DESCRIPTION = 'Leads, engagement, e-mail events, compliance and analytics of one tenant. The tenant follows from the API key.';
const SCHEMAS = 'libs/contracts/schemas';

const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;

function nameOfConstant(contracts: Contracts, value: unknown): string | undefined {
  return Object.entries(contracts).find(([, candidate]) => candidate === value)?.[0];
}

/** Errors that a route announces and nobody declares, as `operation: code`. */
export function undeclaredErrors(contracts: Contracts, root: string): string[] {
  const codes = new Set(errorCatalogue(root).map((entry) => entry.code));
  return contracts.allRoutes.flatMap((route) =>
    (route.errors ?? []).filter((code) => !codes.has(code)).map((code) => `${route.operation}: ${code}`),
  );
}

/**
 * What the contracts generate: JSON Schemas, AsyncAPI, OpenAPI, topic file and the list of errors.
 * @param contracts the built library
 * @throws Error when a contract is not exported under a name
 */
export function generatedFiles(contracts: Contracts, root: string): GeneratedFiles {
  const { allEvents, allRoutes, allTopics, allGroups, contractName } = contracts;
  const docstrings = docstringsBelow(join(root, 'libs/contracts/src'));
  const constantName = (value: EventContract | RouteContract, label: string): string => {
    const name = nameOfConstant(contracts, value);
    if (name === undefined) throw new Error(`${label} is not exported by @leadstream/contracts`);
    return name;
  };
  const docsOf = new Map<string, Docs | undefined>(
    allEvents.map((event) => [contractName(event), docstrings.constants.get(constantName(event, contractName(event)))]),
  );
  const routeConstants = new Map(allRoutes.map((route) => [route.operation, constantName(route, route.operation)]));

  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  const asyncApi = contracts.asyncApiDocument({
    title: 'Leadstream events',
    version,
    topics: allTopics,
    groups: allGroups,
    events: allEvents,
  });
  const errors = errorCatalogue(root);
  const statuses = statusesOf(errors);
  const info = { title: 'Leadstream API', version, description: DESCRIPTION };
  const openApi = contracts.openApiDocument(allRoutes, info, (code) => statuses.get(code));
  return new Map([
    ...allEvents.map((event): [string, string] => {
      const name = contractName(event);
      return [`${SCHEMAS}/events/${name}.json`, json(describeSchema(contracts.eventSchema(event), docsOf.get(name), 'data.'))];
    }),
    [`${SCHEMAS}/asyncapi.json`, json(describeAsyncApi(asyncApi, (name) => docsOf.get(name)))],
    [`${SCHEMAS}/topics.json`, json(contracts.topicFile(allTopics, allGroups))],
    [`${SCHEMAS}/openapi.json`, json(describeOpenApi(openApi, docstrings, routeConstants))],
    ['docs/errors.md', errorsPage(errors)],
  ]);
}
