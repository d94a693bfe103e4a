import { allGroups } from '@leadstream/contracts';
import { listDeadLetters } from '@leadstream/messaging';
import { appOf } from '@leadstream/persistence';
import type { Check } from '../../finding.ts';

/** Letters that nobody has replayed or discarded. */
export const deadLetters: Check = {
  name: 'dead-letters',
  runbook: 'dead-letters',
  needs: ['kafka'],
  find: async ({ kafka, topicPrefix, slices }) => {
    const apps = slices.map(appOf);
    const endings = allGroups.filter(({ name }) => apps.some((app) => name.startsWith(`${app}.`))).map(({ name }) => `.${name}.dlq`);
    const summaries = await listDeadLetters(kafka, topicPrefix);
    return summaries
      .filter(({ topic, open }) => open > 0 && endings.some((ending) => topic.endsWith(ending)))
      .map(({ topic, open }) => ({
        severity: 'warn',
        subject: topic,
        finding: `${open} dead letters wait for a decision`,
        mend: `npm run dlq -- show ${topic}`,
      }));
  },
};
