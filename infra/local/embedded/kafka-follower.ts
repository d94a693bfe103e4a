import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../processes/free-port.ts';
import { kafkaAccess, kafkaLogs, kafkaProcess, serverProperties, startKafkaNode } from './kafka.ts';

function clusterIdOf(folder: string): string {
  const written = readFileSync(join(kafkaLogs(folder), 'meta.properties'), 'utf8');
  const id = /^cluster\.id=(.+)$/m.exec(written)?.[1];
  if (id === undefined) throw new Error(`${folder} holds no Kafka node`);
  return id;
}

/**
 * Starts a second broker beside the first, so that a topic can have two replicas; a running one is reused. The first remains
 * the only controller. Returns the follower's address.
 * @param first folder of the running first node
 */
export async function startKafkaFollower(folder: string, first: string, root: string): Promise<string> {
  const known = kafkaAccess(folder);
  if (known && kafkaProcess(folder).running()) return `127.0.0.1:${known.port}`;
  const leader = kafkaAccess(first);
  if (!leader) throw new Error(`${first} holds no Kafka node`);
  const access = { port: await freePort(known?.port), controllerPort: leader.controllerPort };
  const address = `PLAINTEXT://127.0.0.1:${access.port}`;
  const properties = {
    ...serverProperties(access, kafkaLogs(folder)),
    'process.roles': 'broker',
    'node.id': 2,
    listeners: address,
    'advertised.listeners': address,
  };
  return startKafkaNode({ folder, root, access, properties, clusterId: () => clusterIdOf(first) });
}
