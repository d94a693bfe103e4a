import { meter } from '@leadstream/telemetry';

const engagement = meter('leadstream.engagement');

export const interactionResults = engagement.counter<{ result: 'recorded' | 'duplicate' | 'failed' }>('engagement_interactions', {
  unit: '{interaction}',
  description: 'Interactions reported by clients, by what became of them.',
});
