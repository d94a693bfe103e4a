import { allGroups, allTopics, topicFile } from '@leadstream/contracts';
import type { TopicDifference } from '@leadstream/messaging';
import type { Check } from '../../finding.ts';

const LACKING: Readonly<Record<TopicDifference['lacks'], (present: string) => string>> = {
  topic: () => 'there is no such topic',
  partitions: (present) => `only ${present} partitions`,
  settings: (present) => `other settings than the contract's: ${present}`,
};

/** Topics as the contracts declare them. */
export const topics: Check = {
  name: 'topics',
  runbook: 'topics',
  needs: ['kafka'],
  find: async ({ kafka, topicPrefix }) => {
    const declared = topicFile(allTopics, allGroups).topics.map((topic) => ({ ...topic, name: topicPrefix + topic.name }));
    const admin = await kafka.admin();
    const differences = await admin.compareTopics(declared).finally(() => admin.close());
    return differences.map(({ name, lacks, present }) => ({
      severity: lacks === 'topic' ? 'critical' : 'warn',
      subject: name,
      finding: LACKING[lacks](present),
      mend: 'npm run topics',
    }));
  },
};
