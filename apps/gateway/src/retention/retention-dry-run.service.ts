import { Inject, Injectable } from '@nestjs/common';
import { RETAINING_SERVICES, type RetainingService, type RetentionDryRun, type RetentionRule } from '@leadstream/contracts';
import type { EdgeState } from '@leadstream/http';
import { systemClock } from '@leadstream/kernel';
import { currentTraceparent, withSpan } from '@leadstream/telemetry';
import { CONFIG, type GatewayConfig } from '../config.js';
import { SignedContexts } from '../proxy/signed-contexts.js';
import { type JsonAnswer, readJson } from '../upstream/read-json.js';
import { Upstreams } from '../upstream/upstreams.js';
import { type Counted, countedBy, notCountedBy } from './retention-count.rules.js';

/** Asks every service that has rows with a time how many would go. */
@Injectable()
export class RetentionDryRunService {
  constructor(
    private readonly upstreams: Upstreams,
    private readonly contexts: SignedContexts,
    @Inject(CONFIG) private readonly config: GatewayConfig,
  ) {}

  /** @param rules in place of what the tenant said */
  async count(rules: readonly RetentionRule[] | undefined, edge: EdgeState): Promise<RetentionDryRun> {
    const at = systemClock.now().toISOString();
    const counted = await Promise.all(RETAINING_SERVICES.map((service) => this.part(service, rules, edge)));
    return { at, items: counted.flatMap(({ items }) => items), missing: counted.flatMap(({ missing }) => missing) };
  }

  /** Never rejects: a service that does not answer is missing. */
  private async part(service: RetainingService, rules: readonly RetentionRule[] | undefined, edge: EdgeState): Promise<Counted> {
    try {
      return countedBy(service, await this.ask(service, rules, edge));
    } catch (failure) {
      return notCountedBy(service, failure);
    }
  }

  private ask(service: RetainingService, rules: readonly RetentionRule[] | undefined, edge: EdgeState): Promise<JsonAnswer> {
    const query = rules === undefined ? '' : `?rules=${encodeURIComponent(JSON.stringify(rules))}`;
    const work = () => {
      const traceparent = currentTraceparent();
      const headers = [...this.contexts.headersFor(service, edge), ...(traceparent ? ['traceparent', traceparent] : [])];
      const path = `/v1/retention-counts/${service}${query}`;
      return readJson(this.upstreams.get(service), { path, headers, deadlineMs: this.config.RETENTION_COUNT_MS });
    };
    return withSpan('retention.part', { 'leadstream.upstream': service }, work, { kind: 'client' });
  }
}
