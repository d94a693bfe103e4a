import { existsSync, readFileSync } from 'node:fs';
import { composedLogs } from './servers/compose.ts';
import { backgroundProcesses, startStack, stopStack } from './servers/local-stack.ts';
import { answers } from './servers/readiness.ts';
import { publicAddress, type ServerName, SERVERS } from './servers/servers.ts';
import { readStackState, stackFolder } from './servers/stack-state.ts';

const USAGE = 'npm run stack -- start|status|stop|reset|logs [server] [--name dev]';

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
    say(`${server.padEnd(9)}${up ? 'up  ' : 'down'}  ${known ? `${known.source} ${publicAddress(known.address)}` : ''}${pid ? ` pid ${pid}` : ''}`);
  }
  if (state) say(`admin     ${state.servers.postgres.address}`);
}

async function logs(name: string, only: string | undefined): Promise<void> {
  const folder = stackFolder(name);
  const chosen: readonly ServerName[] = only ? SERVERS.filter((server) => server === only) : SERVERS;
  if (chosen.length === 0) throw new Error(`No server "${only}"; there are ${SERVERS.join(', ')}`);
  for (const server of chosen) {
    const file = backgroundProcesses(folder)[server].logFile;
    const text = existsSync(file) ? readFileSync(file, 'utf8') : await composedLogs(name, folder, server);
    for (const line of text.trimEnd().split('\n').slice(-200)) say(`${server} | ${line}`);
  }
}

async function main(words: readonly string[]): Promise<void> {
  const at = words.indexOf('--name');
  const name = (at >= 0 ? words[at + 1] : undefined) ?? 'dev';
  const [command, server] = at >= 0 ? words.toSpliced(at, 2) : words;
  switch (command) {
    case 'start':
      await startStack({ name, keep: true, onReady: ({ name: ready, source, address, seconds }) => say(`${ready.padEnd(9)}ready on ${address} (${source}, ${seconds.toFixed(1)} s)`) });
      return;
    case 'status': return status(name);
    case 'stop': return stopStack(name);
    case 'reset': return stopStack(name, { wipe: true });
    case 'logs': return logs(name, server);
    default: throw new Error(`Usage: ${USAGE}`);
  }
}

main(process.argv.slice(2)).catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
