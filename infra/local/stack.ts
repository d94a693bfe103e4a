import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { composedLogs } from './servers/compose.ts';
import { backgroundProcesses, startStack, stopStack } from './servers/local-stack.ts';
import { answers } from './servers/readiness.ts';
import { publicAddress, SERVERS } from './servers/servers.ts';
import { readStackState, stackFolder } from './servers/stack-state.ts';

const USAGE = 'npm run stack -- start|status|stop|reset|logs [server or app] [--name dev]';

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function status(name: string): Promise<void> {
  const folder = stackFolder(name);
  const state = readStackState(folder);
  for (const server of SERVERS) {
    const known = state?.servers[server];
    const up = known && (await answers(server, known.address).catch(() => false));
    const pid = backgroundProcesses(folder)[server].running()?.pid;
    say(
      `${server.padEnd(9)}${up ? 'up  ' : 'down'}  ${known ? `${known.source} ${publicAddress(known.address)}` : ''}${pid ? ` pid ${pid}` : ''}`,
    );
  }
  if (state) say(`admin     ${state.servers.postgres.address}`);
}

/** Logs lie beside each other, servers' and apps'; containers keep their own. */
async function logs(name: string, only: string | undefined): Promise<void> {
  const folder = stackFolder(name);
  const files = globSync('*.log', { cwd: folder })
    .map((file) => ({ subject: basename(file, '.log').replace(/^app-/, ''), file }))
    .sort();
  const chosen = files.filter(({ subject }) => !only || subject === only);
  for (const { subject, file } of chosen) print(subject, readFileSync(join(folder, file), 'utf8'));
  const composed = SERVERS.filter((server) => readStackState(folder)?.servers[server].source === 'compose' && (!only || server === only));
  for (const server of composed) print(server, await composedLogs(name, folder, server));
  if (chosen.length + composed.length === 0)
    throw new Error(`No log of ${only ?? name}; there are ${files.map(({ subject }) => subject).join(', ') || 'none'}`);
}

function print(subject: string, text: string): void {
  for (const line of text.trimEnd().split('\n').slice(-200)) say(`${subject} | ${line}`);
}

async function main(words: readonly string[]): Promise<void> {
  const at = words.indexOf('--name');
  const name = (at >= 0 ? words[at + 1] : undefined) ?? 'dev';
  const [command, server] = at >= 0 ? words.toSpliced(at, 2) : words;
  switch (command) {
    case 'start':
      await startStack({
        name,
        keep: true,
        onReady: ({ name: ready, source, address, seconds }) =>
          say(`${ready.padEnd(9)}ready on ${address} (${source}, ${seconds.toFixed(1)} s)`),
      });
      return;
    case 'status':
      return status(name);
    case 'stop':
      return stopStack(name);
    case 'reset':
      return stopStack(name, { wipe: true });
    case 'logs':
      return logs(name, server);
    default:
      throw new Error(`Usage: ${USAGE}`);
  }
}

main(process.argv.slice(2)).catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
