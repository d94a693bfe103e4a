import { meter } from '@leadstream/telemetry';

const gateway = meter('leadstream.gateway');

export const upstreamRequests = gateway.counter<{ upstream: string; outcome: string }>('gateway.upstream.requests', {
  unit: '{request}',
  description: 'Requests to the services behind the gateway, by what became of them.',
});

export const rateLimited = gateway.counter<{ rate_class: string }>('gateway.rate_limit.refused', {
  unit: '{request}',
  description: 'Requests over the limit of their key or address.',
});

export const rateLimitFallbacks = gateway.counter('gateway.rate_limit.fallbacks', {
  unit: '{request}',
  description: 'Requests counted in memory because Redis did not answer.',
});

export const keyLookups = gateway.counter<{ result: string }>('gateway.api_key.lookups', {
  unit: '{lookup}',
  description: 'Keys that had to be looked up in the database, by result.',
});

/** What is told of a service behind the gateway. */
export interface ObservedUpstream {
  readonly name: string;
  readonly isUp: boolean;
  readonly inFlight: number;
}

/** Those of this process; each enters when it begins and leaves when it ends. */
export const observedUpstreams = new Set<ObservedUpstream>();

gateway.gauge<{ upstream: string }>(
  'gateway.upstream.up',
  { unit: '1', description: '1 while a service answers, 0 while it is given up.' },
  (result) => {
    for (const { name, isUp } of observedUpstreams) result.observe(isUp ? 1 : 0, { upstream: name });
  },
);

gateway.gauge<{ upstream: string }>(
  'gateway.upstream.in_flight',
  { unit: '{request}', description: 'Requests a service has not answered yet.' },
  (result) => {
    for (const { name, inFlight } of observedUpstreams) result.observe(inFlight, { upstream: name });
  },
);
