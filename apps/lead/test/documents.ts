import type { LeadDocument } from '@leadstream/contracts';
import type { ServiceAnswer } from '@leadstream/testing';
import type { LeadApp } from './lead-app.js';
import type { Problem, TenantClient } from './tenant-client.js';

/** The first bytes of a PDF: enough to be one. */
export const PDF = Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n', 'latin1');

interface Upload {
  readonly fileName?: string;
  readonly headers?: Record<string, string>;
}

/** Uploads a file to a lead; whatever type the sender claims. */
export function uploadDocument(
  tenant: TenantClient,
  leadId: string,
  content: string | Uint8Array<ArrayBuffer>,
  upload: Upload = {},
): Promise<ServiceAnswer<LeadDocument & Problem>> {
  return uploadTo(tenant, `/v1/leads/${leadId}`, content, upload);
}

/** The same to whatever has documents. */
export function uploadTo(
  tenant: TenantClient,
  path: string,
  content: string | Uint8Array<ArrayBuffer>,
  { fileName = 'offer.pdf', headers = {} }: Upload = {},
): Promise<ServiceAnswer<LeadDocument & Problem>> {
  const body = new FormData();
  body.append('file', new Blob([content], { type: 'text/html' }), fileName);
  return tenant.send('POST', `${path}/documents`, { body, headers });
}

/** Opens a link as a browser does, without credentials. */
export async function download(app: LeadApp, path: string): Promise<{ status: number; headers: Headers; bytes: Buffer }> {
  const answer = await fetch(`${app.service.url}${path}`);
  return { status: answer.status, headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) };
}
