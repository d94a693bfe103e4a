import { Inject, Injectable } from '@nestjs/common';
import { type Lead360, type Lead360Part, listConsents, listEmailMessages, listInteractions, problem } from '@leadstream/contracts';
import type { EdgeState } from '@leadstream/http';
import { DomainError, type Uuid } from '@leadstream/kernel';
import { currentTraceparent, withSpan } from '@leadstream/telemetry';
import { CONFIG, type GatewayConfig } from '../config.js';
import { SignedContexts } from '../proxy/signed-contexts.js';
import { type JsonAnswer, readJson } from '../upstream/read-json.js';
import { upstreamErrors } from '../upstream/upstream.errors.js';
import { type UpstreamName, Upstreams } from '../upstream/upstreams.js';
import { type Part, partOfAnswer, partOfFailure } from './part.rules.js';

/** Rows of each list that the 360 shows. */
const FIRST = 20;

/** Gathers what all services know of a lead. */
@Injectable()
export class Lead360Service {
  constructor(
    private readonly upstreams: Upstreams,
    private readonly contexts: SignedContexts,
    @Inject(CONFIG) private readonly config: GatewayConfig,
  ) {}

  /** @throws DomainError `LEAD.NOT_FOUND`; `GATEWAY.UPSTREAM_...` when the lead itself cannot be had */
  async read(leadId: Uuid, edge: EdgeState): Promise<Lead360> {
    const lead = this.ask('lead', `/v1/leads/${leadId}`, edge);
    const parts = Promise.all([
      this.part('compliance', `/v1/leads/${leadId}/contact-state`, listConsents.scope, edge),
      this.part('engagement', `/v1/interactions?leadId=${leadId}&limit=${FIRST}`, listInteractions.scope, edge),
      this.part('email-events', `/v1/email/messages?leadId=${leadId}&limit=${FIRST}`, listEmailMessages.scope, edge),
    ]);
    const found = leadOf(await lead);
    const [compliance, interactions, emails] = await parts;
    return {
      lead: found,
      compliance: valueOf<Lead360['compliance']>(compliance),
      interactions: valueOf<Lead360['interactions']>(interactions),
      emails: valueOf<Lead360['emails']>(emails),
      missing: [...missing('compliance', compliance), ...missing('interactions', interactions), ...missing('emails', emails)],
    };
  }

  /** Never rejects: a part that cannot be had is missing. */
  private async part(service: UpstreamName, path: string, scope: string, edge: EdgeState): Promise<Part> {
    if (!edge.caller?.scopes.includes(scope)) return { missing: 'not_permitted' };
    try {
      return partOfAnswer(await this.ask(service, path, edge));
    } catch (failure) {
      return partOfFailure(failure);
    }
  }

  private ask(service: UpstreamName, path: string, edge: EdgeState): Promise<JsonAnswer> {
    const work = () => {
      const traceparent = currentTraceparent();
      const headers = [...this.contexts.headersFor(service, edge), ...(traceparent ? ['traceparent', traceparent] : [])];
      return readJson(this.upstreams.get(service), {
        path,
        headers,
        party: edge.caller?.tenantId,
        deadlineMs: this.config.LEAD_360_PART_MS,
      });
    };
    return withSpan('lead-360.part', { 'leadstream.upstream': service }, work, { kind: 'client' });
  }
}

function leadOf({ status, body }: JsonAnswer): Lead360['lead'] {
  if (status === 200 && body !== undefined) return body as Lead360['lead'];
  // Whoever asks for a lead that is not there gets the lead service's own answer, on every way.
  const refusal = problem.safeParse(body);
  if (status === 404 && refusal.success) throw new DomainError(refusal.data.code, 'not_found', refusal.data.title);
  throw upstreamErrors.UPSTREAM_UNAVAILABLE({ extra: { retryAfterSeconds: 1 } });
}

function valueOf<T>(part: Part): T | null {
  return 'value' in part ? (part.value as T) : null;
}

function missing(part: Lead360Part, found: Part): Lead360['missing'] {
  return 'missing' in found ? [{ part, reason: found.missing }] : [];
}
