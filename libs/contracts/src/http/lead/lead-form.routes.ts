import { z } from 'zod';
import { defineRoute } from '../../define-route.js';
import { formSubmission } from './form-submission.js';
import { createLeadFormBody, leadForm, leadFormWording, patchLeadFormBody } from './lead-form.js';
import { pageQuery } from './lead.js';

const formIdParams = z.strictObject({ id: z.uuid() });

export const createLeadForm = defineRoute({
  operation: 'createLeadForm',
  owner: 'lead',
  method: 'POST',
  path: '/v1/lead-forms',
  summary: 'Make a form for pages of your own; what it is sent becomes leads.',
  scope: 'tenant:write',
  rateClass: 'write',
  body: createLeadFormBody,
  success: { status: 201, body: leadForm },
  errors: ['LEAD.FORM_INVALID'],
});

export const readLeadForm = defineRoute({
  operation: 'readLeadForm',
  owner: 'lead',
  method: 'GET',
  path: '/v1/lead-forms/:id',
  summary: 'One form; its version is the ETag.',
  scope: 'leads:read',
  rateClass: 'read',
  params: formIdParams,
  success: { status: 200, body: leadForm },
  errors: ['LEAD.FORM_NOT_FOUND'],
});

export const listLeadForms = defineRoute({
  operation: 'listLeadForms',
  owner: 'lead',
  method: 'GET',
  path: '/v1/lead-forms',
  summary: 'Forms, newest first; those that are there unless those that were taken away are asked for.',
  scope: 'leads:read',
  rateClass: 'read',
  query: z.strictObject({
    ...pageQuery,
    /** `true` lists the forms instead that were taken away, which may be restored. */
    deleted: z.enum(['true', 'false']).default('false'),
  }),
  success: {
    status: 200,
    body: z.object({ items: z.array(leadForm), nextCursor: z.string().nullable() }).meta({ id: 'LeadFormPage' }),
  },
});

export const patchLeadForm = defineRoute({
  operation: 'patchLeadForm',
  owner: 'lead',
  method: 'PATCH',
  path: '/v1/lead-forms/:id',
  summary: 'Change a form; other consents get a new wording version, the old ones stay on record.',
  scope: 'tenant:write',
  rateClass: 'write',
  params: formIdParams,
  body: patchLeadFormBody,
  ifMatch: true,
  success: { status: 200, body: leadForm },
  errors: ['LEAD.FORM_NOT_FOUND', 'LEAD.FORM_STALE', 'LEAD.FORM_INVALID'],
});

export const deleteLeadForm = defineRoute({
  operation: 'deleteLeadForm',
  owner: 'lead',
  method: 'DELETE',
  path: '/v1/lead-forms/:id',
  summary: 'Take a form away; pages that have its key are refused until it is restored, its submissions and wordings stay on record.',
  scope: 'tenant:write',
  rateClass: 'write',
  params: formIdParams,
  ifMatch: true,
  success: { status: 204 },
  errors: ['LEAD.FORM_NOT_FOUND', 'LEAD.FORM_STALE'],
});

export const restoreLeadForm = defineRoute({
  operation: 'restoreLeadForm',
  owner: 'lead',
  method: 'POST',
  path: '/v1/lead-forms/:id/restore',
  summary: 'Bring back a form that was taken away, as it was and with its key.',
  scope: 'tenant:write',
  rateClass: 'write',
  params: formIdParams,
  success: { status: 200, body: leadForm },
  errors: ['LEAD.FORM_NOT_FOUND', 'LEAD.FORM_NOT_DELETED'],
});

export const listLeadFormWordings = defineRoute({
  operation: 'listLeadFormWordings',
  owner: 'lead',
  method: 'GET',
  path: '/v1/lead-forms/:id/wordings',
  summary: 'Every version of what the form asked to agree to, latest first.',
  scope: 'leads:read',
  rateClass: 'read',
  params: formIdParams,
  query: z.strictObject(pageQuery),
  success: {
    status: 200,
    body: z.object({ items: z.array(leadFormWording), nextCursor: z.string().nullable() }).meta({ id: 'LeadFormWordingPage' }),
  },
  errors: ['LEAD.FORM_NOT_FOUND'],
});

export const listFormSubmissions = defineRoute({
  operation: 'listFormSubmissions',
  owner: 'lead',
  method: 'GET',
  path: '/v1/lead-forms/:id/submissions',
  summary: 'What the form was sent, latest first: the proof of each consent, and what strangers said of leads that were known.',
  scope: 'leads:read',
  rateClass: 'read',
  params: formIdParams,
  query: z.strictObject({ ...pageQuery, leadId: z.uuid().optional() }),
  success: {
    status: 200,
    body: z.object({ items: z.array(formSubmission), nextCursor: z.string().nullable() }).meta({ id: 'FormSubmissionPage' }),
  },
  errors: ['LEAD.FORM_NOT_FOUND'],
});
