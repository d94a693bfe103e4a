import type { Call } from './gateway-call.ts';

/** One tenant's right to call. */
export interface Caller {
  readonly apiKey: string;
}

const BOUNDARY = 'boundary-of-the-fault-harness';

function json(caller: Caller, method: Call['method'], path: string, key: string, body?: object, more: Record<string, string> = {}): Call {
  const authorization = { authorization: `Bearer ${caller.apiKey}`, 'idempotency-key': key };
  if (body === undefined) return { method, path, headers: { ...authorization, ...more } };
  return { method, path, headers: { ...authorization, 'content-type': 'application/json', ...more }, body: JSON.stringify(body) };
}

/** Where an operation's id is kept with the lead. */
const madeBy = (operation: string): object => ({ sourceMetadata: { operation } });

/** The writes of the public API, each recognisable afterwards by the operation's id and repeatable by it as key. */
export const calls = {
  capture: (caller: Caller, id: string, details: { source: string; consents: readonly object[] }): Call =>
    json(caller, 'POST', '/v1/leads', id, { email: `${id}@example.com`, firstName: 'Ada', ...details, ...madeBy(id) }),
  update: (caller: Caller, id: string, lead: { id: string; version: number }, source: string): Call =>
    json(caller, 'PATCH', `/v1/leads/${lead.id}`, id, { company: `Company ${id}`, source }, { 'if-match': `"${lead.version}"` }),
  status: (caller: Caller, id: string, lead: { id: string; version: number }, status: string): Call =>
    json(caller, 'POST', `/v1/leads/${lead.id}/status`, id, { status }, { 'if-match': `"${lead.version}"` }),
  delete: (caller: Caller, id: string, lead: { id: string; version: number }): Call =>
    json(caller, 'DELETE', `/v1/leads/${lead.id}`, id, undefined, { 'if-match': `"${lead.version}"` }),
  dncAdd: (caller: Caller, id: string): Call =>
    json(caller, 'POST', '/v1/dnc', id, { kind: 'email', value: `${id}@dnc.example`, reason: 'asked', source: id }),
  dncRemove: (caller: Caller, id: string, entryId: string): Call => json(caller, 'DELETE', `/v1/dnc/${entryId}`, id),
  consent: (caller: Caller, id: string, leadId: string, state: string): Call =>
    json(caller, 'POST', '/v1/consents', id, { leadId, channel: 'email', purpose: 'marketing', state, source: id }),
  interaction: (caller: Caller, id: string, leadId: string): Call =>
    json(caller, 'POST', '/v1/interactions', id, {
      clientEventId: id,
      leadId,
      kind: 'page_view',
      occurredAt: new Date().toISOString(),
    }),
  endpoint: (caller: Caller, publicKey: string): Call =>
    json(caller, 'POST', '/v1/email/endpoints', 'endpoint', { provider: 'sendgrid', name: 'faults', publicKey }),
  import: (caller: Caller, id: string, rows: number): Call => {
    const lines = Array.from({ length: rows }, (_, row) => `${id}-${row},${id}-${row}@import.example,${id}-${row}`);
    const options = {
      mapping: { external: 'externalId', email: 'email', operation: 'sourceMetadata.operation' },
      matchBy: 'externalId',
      constants: { source: 'import' },
    };
    const part = (disposition: string, content: string): string =>
      `--${BOUNDARY}\r\nContent-Disposition: form-data; ${disposition}\r\n\r\n${content}\r\n`;
    const body =
      part('name="options"', JSON.stringify(options)) +
      part('name="file"; filename="leads.csv"', ['external,email,operation', ...lines].join('\n')) +
      `--${BOUNDARY}--\r\n`;
    const { headers, ...call } = json(caller, 'POST', '/v1/imports', id);
    return { ...call, headers: { ...headers, 'content-type': `multipart/form-data; boundary=${BOUNDARY}` }, body: Buffer.from(body) };
  },
};
