import { SAMPLE_FILE, SAMPLE_OPTIONS, SAMPLE_RANGE } from './sample-data.ts';
import { SAMPLE_VISITOR } from './sample-scenarios.ts';
import type { SampleTenant } from './sample-tenant.ts';

export interface ReadySystem {
  readonly gatewayUrl: string;
  readonly sample: SampleTenant;
  /** Folder of the logs, as a path from the root of the repository. */
  readonly logs: string;
}

/** What stands below the progress: where things are, a key, and commands that work as they are printed, in any order, again and again. */
export function closingLines({ gatewayUrl, sample, logs }: ReadySystem): string[] {
  const key = `-H 'authorization: Bearer ${sample.apiKey}'`;
  const { from, to } = SAMPLE_RANGE;
  return [
    '',
    'Leadstream is ready',
    `  API      ${gatewayUrl}/v1`,
    `  docs     ${gatewayUrl}/docs`,
    `  OpenAPI  ${gatewayUrl}/v1/openapi.json`,
    `  key      ${sample.apiKey}`,
    `  logs     ${logs}`,
    '',
    `curl '${gatewayUrl}/v1/leads?limit=4&include=score' ${key}`,
    `curl '${gatewayUrl}/v1/leads/${sample.leadId}/360' ${key}`,
    `curl '${gatewayUrl}/v1/interactions?leadId=${SAMPLE_VISITOR.visitorId}' ${key}`,
    `curl '${gatewayUrl}/v1/segments' ${key}`,
    `curl '${gatewayUrl}/v1/tasks?limit=5' ${key}`,
    `curl '${gatewayUrl}/v1/leads/${sample.relatedLeadId}/graph?depth=3' ${key}`,
    `curl '${gatewayUrl}/v1/budgets' ${key}`,
    `curl '${gatewayUrl}/v1/summaries/pipeline' ${key}`,
    `curl '${gatewayUrl}/v1/funnels/lifecycle?from=${from}&to=${to}&groupBy=source' ${key}`,
    `curl '${gatewayUrl}/v1/preference-links' ${key} -H 'content-type: application/json' -d '{"leadId":"${sample.leadId}","sender":"Leadstream"}'`,
    `curl '${gatewayUrl}/v1/leads' ${key} -H 'content-type: application/json' -d '{"firstName":"Ada","email":"ada.'$RANDOM$RANDOM$RANDOM'@example.com","source":"curl"}'`,
    `curl '${gatewayUrl}/v1/imports' ${key} -F 'options=${JSON.stringify(SAMPLE_OPTIONS)}' -F file=@${SAMPLE_FILE}`,
    '',
    'Ctrl-C drains and ends everything.',
  ];
}
