import type { CreateLeadForm, LeadForm } from '@leadstream/contracts';
import type { ServiceAnswer } from '@leadstream/testing';
import type { LeadApp } from './lead-app.js';
import type { Problem, TenantClient } from './tenant-client.js';

export const FORM_SCOPES = ['leads:read', 'leads:write', 'tenant:write'];

/** What a form needs at least. */
export const NEWSLETTER: Pick<CreateLeadForm, 'name' | 'fields' | 'consents'> = {
  name: 'Newsletter',
  fields: [
    { name: 'email', required: true },
    { name: 'firstName', required: false },
    { name: 'phone', required: false },
  ],
  consents: [{ key: 'news', text: 'Send me news.', purpose: 'marketing', channels: ['email'], required: false }],
};

export async function createForm(tenant: TenantClient, more: object = {}): Promise<LeadForm> {
  const { status, body } = await tenant.post<LeadForm>('/v1/lead-forms', { ...NEWSLETTER, ...more });
  if (status !== 201) throw new Error(`the form was not made: ${JSON.stringify(body)}`);
  return body;
}

/** A receipt, or why there is none. */
interface Receipt extends Partial<Pick<Problem, 'code' | 'errors'>> {
  readonly status: number | 'received';
}

/** Sends a form as a page does: whoever asks, nobody says who. A text goes as a URL-encoded form. */
export async function submit(
  app: LeadApp,
  key: string,
  body: object | string,
  headers: Record<string, string> = {},
): Promise<ServiceAnswer<Receipt>> {
  const isForm = typeof body === 'string';
  const answer = await fetch(`${app.service.url}/v1/lead-forms/${key}/submissions`, {
    method: 'POST',
    headers: { 'content-type': isForm ? 'application/x-www-form-urlencoded' : 'application/json', ...headers },
    body: isForm ? body : JSON.stringify(body),
  });
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Receipt };
}
