import { defineTopic } from './define-topic.js';

export const leadTopic = defineTopic({
  name: 'crm.lead.v1',
  partitions: 6,
  retentionDays: 365,
  description: 'Domain events of leads and imports.',
});
export const complianceTopic = defineTopic({
  name: 'crm.compliance.v1',
  partitions: 6,
  retentionDays: 365,
  description: 'DNC entries, consent and contact decisions.',
});
export const interactionTopic = defineTopic({
  name: 'crm.interaction.v1',
  partitions: 6,
  retentionDays: 90,
  description: 'Flood: what leads do, one record an interaction.',
});
export const emailTopic = defineTopic({
  name: 'crm.email.v1',
  partitions: 6,
  retentionDays: 365,
  description: 'State changes of e-mail messages, and what their recipients did beside.',
});
export const emailIngestTopic = defineTopic({
  name: 'crm.email-ingest.v1',
  partitions: 6,
  retentionDays: 7,
  description: 'Flood: authenticated webhook deliveries of e-mail providers on their way into the event store.',
});
export const gatewayTopic = defineTopic({
  name: 'crm.gateway.v1',
  partitions: 3,
  retentionDays: 365,
  description: 'Tenants, members and API keys.',
});
export const privacyTopic = defineTopic({
  name: 'crm.privacy.v1',
  partitions: 3,
  retentionDays: 365,
  description: "Requests about a person's data, and what every service answers.",
});

export const allTopics = [leadTopic, complianceTopic, interactionTopic, emailTopic, emailIngestTopic, gatewayTopic, privacyTopic] as const;
