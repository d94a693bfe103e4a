import type { FastifyReply, FastifyRequest } from 'fastify';
import { httpErrors } from '../http.errors.js';
import type { RouteBinding } from '../route/route-binding.js';
import { sendProblem } from '../problem/send-problem.js';

interface Entry {
  readonly methods: readonly string[];
  readonly pattern: RegExp;
}

/** The routes that were registered, to tell a wrong method from an unknown path and to find contracts without a handler. */
export class RouteTable {
  private readonly entries: Entry[] = [];
  private readonly operations = new Set<string>();

  add(methods: readonly string[], path: string, contract: RouteBinding | undefined): void {
    const source = path
      .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
      .replace(/\/:[^/]+/g, '/[^/]+')
      .replace(/\*/g, '.*');
    this.entries.push({ methods, pattern: new RegExp(`^${source}$`) });
    if (contract) this.operations.add(contract.operation);
  }

  /** Methods that the path knows; empty for an unknown path. */
  methodsOf(path: string): string[] {
    return [...new Set(this.entries.filter(({ pattern }) => pattern.test(path)).flatMap(({ methods }) => methods))].sort();
  }

  /** @throws Error naming the contracts that no controller is bound to */
  demand(contracts: readonly RouteBinding[]): void {
    const missing = contracts.map(({ operation }) => operation).filter((operation) => !this.operations.has(operation));
    if (missing.length > 0) throw new Error(`no controller is bound to: ${missing.join(', ')}`);
  }
}

/** 405 with `Allow` when the path exists for another method, else 404. */
export function refuseUnknownRoute(routes: RouteTable, request: FastifyRequest, reply: FastifyReply): void {
  const methods = routes.methodsOf(request.url.split('?', 1)[0] ?? '');
  if (methods.length > 0) reply.header('allow', methods.join(', '));
  sendProblem(httpErrors.NOT_FOUND(), request, reply);
}
