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
