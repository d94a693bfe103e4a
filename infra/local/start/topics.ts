/**
 * Creates the topics that the contracts name, dead letters included, and aligns their settings. Needs a build.
 * @param prefix stands before every name; empty outside of tests
 * @returns how many topics there must be
 */
export async function ensureTopics(brokers: string, prefix = ''): Promise<number> {
  const [{ allGroups, allTopics, topicFile }, { kafkaClientOf }] = await Promise.all([
    import('@leadstream/contracts'),
    import('@leadstream/messaging'),
  ]);
  const { topics } = topicFile(allTopics, allGroups);
  const kafka = await kafkaClientOf({ KAFKA_BROKERS: brokers.split(','), KAFKA_ADAPTER: 'kafkajs' }, 'leadstream-local');
  const admin = await kafka.admin();
  try {
    await admin.ensureTopics(topics.map((topic) => ({ ...topic, name: prefix + topic.name })));
    return topics.length;
  } finally {
    await admin.close();
  }
}
