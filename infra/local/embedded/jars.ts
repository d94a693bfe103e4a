import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runOnce } from '../processes/run-once.ts';

const POM = fileURLToPath(new URL('../../kafka/pom.xml', import.meta.url));
const MISSING_JAVA =
  'Java 17 or newer is needed for the embedded Kafka: install it (e.g. apt-get install openjdk-17-jre-headless) or set LEADSTREAM_KAFKA_BROKERS';
const MISSING_MAVEN =
  'Maven is needed once to fetch the embedded Kafka: install it (e.g. apt-get install maven) or set LEADSTREAM_KAFKA_BROKERS';

/** The Java to run: JAVA_HOME's, else the PATH's. */
export function javaProgram(): string {
  const home = process.env['JAVA_HOME'];
  return home && existsSync(join(home, 'bin/java')) ? join(home, 'bin/java') : 'java';
}

/** @throws Error in one line when there is no Java, or one older than 17 */
export async function requireJava(): Promise<void> {
  const answer = await runOnce({ program: javaProgram(), args: ['-version'] }).catch(() => '');
  const major = Number(/version "(\d+)/.exec(answer)?.[1] ?? 0);
  if (major < 17) throw new Error(MISSING_JAVA);
}

const fetching = new Map<string, Promise<string>>();

/**
 * The folder with the jars that `infra/kafka/pom.xml` names, fetched from Maven's repository unless that was done before.
 * @param root the ignored folder of all stacks
 */
export function fetchJars(root: string): Promise<string> {
  const started = fetching.get(root) ?? fetchOnce(root);
  fetching.set(root, started);
  return started;
}

async function fetchOnce(root: string): Promise<string> {
  const hash = createHash('sha256').update(readFileSync(POM)).digest('hex').slice(0, 12);
  const folder = join(root, `jars-${hash}`);
  if (existsSync(folder)) return folder;
  const draft = `${folder}.${randomBytes(4).toString('hex')}`;
  const args = ['-q', '-B', '-f', POM, 'dependency:copy-dependencies', `-DoutputDirectory=${draft}`, '-DincludeScope=runtime'];
  await runOnce({ program: 'mvn', args }).catch((error: NodeJS.ErrnoException) => {
    rmSync(draft, { recursive: true, force: true });
    throw error.code === 'ENOENT' ? new Error(MISSING_MAVEN) : error;
  });
  if (existsSync(folder)) rmSync(draft, { recursive: true, force: true });
  else renameSync(draft, folder);
  return folder;
}
