import { z } from 'zod';
import { defineRoute } from '../../define-route.js';
import { formReceipt, submitFormBody } from './form-submission.js';

const formKeyParams = z.strictObject({ key: z.string().max(64) });

export const submitForm = defineRoute({
  operation: 'submitForm',
  owner: 'lead',
  method: 'POST',
  path: '/v1/lead-forms/:key/submissions',
  summary: 'Send a form from a page, by script or as a plain HTML form; durable when answered, applied once.',
  scope: 'public',
  rateClass: 'form',
  params: formKeyParams,
  body: submitFormBody,
  form: { maxBytes: 32 * 1024 },
  crossOrigin: true,
  success: { status: 202, body: formReceipt },
  errors: ['LEAD.FORM_NOT_FOUND', 'LEAD.FORM_ORIGIN', 'LEAD.FORM_PAUSED', 'LEAD.FORM_REFUSED'],
});

export const preflightForm = defineRoute({
  operation: 'preflightForm',
  owner: 'lead',
  method: 'OPTIONS',
  path: '/v1/lead-forms/:key/submissions',
  summary: 'What browsers ask before a page of another origin may send the form.',
  scope: 'public',
  rateClass: 'public',
  params: formKeyParams,
  crossOrigin: true,
  success: { status: 204 },
  errors: ['LEAD.FORM_NOT_FOUND', 'LEAD.FORM_ORIGIN'],
});
