import { meter } from '@leadstream/telemetry';

export const requestDuration = meter('leadstream.http').histogram<{
  'http.request.method': string;
  /** Template, never the path itself. */
  'http.route': string;
  'http.response.status_class': string;
}>('http.server.request.duration', { unit: 's', description: 'From the first byte of a request to the last of its answer.' });
