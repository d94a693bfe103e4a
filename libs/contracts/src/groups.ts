import type { Producer } from './define-event.js';
import type { TopicContract } from './define-topic.js';
import { complianceTopic, emailIngestTopic, emailTopic, gatewayTopic, interactionTopic, leadTopic, privacyTopic } from './topics.js';

/** A consumer group: one copy of the stream, read by one app for one purpose. */
export interface GroupContract {
  /** `<app>.<purpose>`, for example `compliance.lead-projection`. */
  readonly name: `${Producer}.${string}`;
  /** Topics it subscribes to; each gets a dead-letter topic for this group. */
  readonly topics: readonly [TopicContract, ...TopicContract[]];
  /** What the group keeps up to date. */
  readonly description: string;
}

const GROUP_NAME = /^[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*$/;

/** @throws RangeError when the name is not `<app>.<purpose>` in kebab-case */
export function defineGroup<const G extends GroupContract>(group: G): G {
  if (!GROUP_NAME.test(group.name)) throw new RangeError(`group name must be <app>.<purpose>: ${group.name}`);
  return Object.freeze(group);
}

/** Topic that takes the records of `topic` which `group` could not apply. */
export function deadLetterTopicOf(topic: string, group: string): string {
  return `${topic}.${group}.dlq`;
}

export const complianceLeadProjection = defineGroup({
  name: 'compliance.lead-projection',
  topics: [leadTopic],
  description: 'Addresses and consent of leads, for contact decisions.',
});
export const complianceOptOuts = defineGroup({
  name: 'compliance.opt-outs',
  topics: [interactionTopic],
  description: 'Opt-outs in what leads write and say.',
});
export const complianceAudit = defineGroup({
  name: 'compliance.audit',
  topics: [leadTopic, complianceTopic, interactionTopic, emailTopic, gatewayTopic],
  description: 'The audit trail: every domain event, once, in a chain of hashes.',
});
export const engagementLeadProjection = defineGroup({
  name: 'engagement.lead-projection',
  topics: [leadTopic],
  description: 'Which leads exist, for interactions.',
});
export const engagementRetention = defineGroup({
  name: 'engagement.retention',
  topics: [complianceTopic],
  description: 'How long to keep interactions, and what to keep whatever happens.',
});
export const leadRetention = defineGroup({
  name: 'lead.retention',
  topics: [complianceTopic],
  description: 'How long to keep imports, syncs and deleted documents, and what to keep whatever happens.',
});
export const emailEventsRetention = defineGroup({
  name: 'email-events.retention',
  topics: [complianceTopic],
  description: 'How long to keep events of e-mail, and what to keep whatever happens.',
});
export const emailEventsLeadProjection = defineGroup({
  name: 'email-events.lead-projection',
  topics: [leadTopic],
  description: 'Which address belongs to which lead.',
});
export const emailEventsIngest = defineGroup({
  name: 'email-events.ingest',
  topics: [emailIngestTopic],
  description: 'The event store and the state of each message.',
});
export const analyticsLeadLifecycle = defineGroup({
  name: 'analytics.lead-lifecycle',
  topics: [leadTopic],
  description: 'Rollup of the lead lifecycle by day and source.',
});

export const leadScoring = defineGroup({
  name: 'lead.scoring',
  topics: [leadTopic, interactionTopic, emailTopic],
  description: 'What leads did, for their scores, and their temperature.',
});

export const leadDistribution = defineGroup({
  name: 'lead.distribution',
  topics: [gatewayTopic, leadTopic, interactionTopic],
  description: 'Which members there are, and whether they responded to their leads.',
});

export const leadNews = defineGroup({
  name: 'lead.news',
  topics: [leadTopic, interactionTopic, emailTopic, complianceTopic],
  description: 'What compliance says of leads, which segments they are in, and of which of them other CRMs are to hear.',
});

export const leadPersonData = defineGroup({
  name: 'lead.person-data',
  topics: [privacyTopic],
  description: 'What the service keeps of a person: it is gathered, located and erased when asked for.',
});
export const engagementPersonData = defineGroup({
  name: 'engagement.person-data',
  topics: [privacyTopic],
  description: 'What the service keeps of a person: it is gathered, located and erased when asked for.',
});
export const emailEventsPersonData = defineGroup({
  name: 'email-events.person-data',
  topics: [privacyTopic],
  description: 'What the service keeps of a person: it is gathered, located and erased when asked for.',
});
export const compliancePersonData = defineGroup({
  name: 'compliance.person-data',
  topics: [privacyTopic],
  description: 'What the service keeps of a person: it is gathered, located and erased when asked for.',
});
export const analyticsPersonData = defineGroup({
  name: 'analytics.person-data',
  topics: [privacyTopic],
  description: 'What the service keeps of a person: it is gathered, located and erased when asked for.',
});
export const gatewayPersonData = defineGroup({
  name: 'gateway.person-data',
  topics: [privacyTopic],
  description: 'What the service keeps of a person: it is gathered, located and erased when asked for.',
});
export const complianceErasures = defineGroup({
  name: 'compliance.erasures',
  topics: [privacyTopic],
  description: 'What the services answer, for erasures that are under way.',
});

export const complianceSubjectAccess = defineGroup({
  name: 'compliance.subject-access',
  topics: [privacyTopic],
  description: 'What the services keep of persons who asked for a copy.',
});

/** Every consumer group; a group that is not listed has no dead-letter topic. */
export const allGroups: readonly GroupContract[] = [
  complianceLeadProjection,
  complianceOptOuts,
  complianceAudit,
  engagementLeadProjection,
  emailEventsLeadProjection,
  emailEventsIngest,
  engagementRetention,
  emailEventsRetention,
  leadRetention,
  analyticsLeadLifecycle,
  leadScoring,
  leadDistribution,
  leadNews,
  leadPersonData,
  engagementPersonData,
  emailEventsPersonData,
  compliancePersonData,
  analyticsPersonData,
  gatewayPersonData,
  complianceErasures,
  complianceSubjectAccess,
];
