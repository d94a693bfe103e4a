import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, globSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { identify, isRunning, type ProcessIdentity } from './process-identity.ts';
import { readJson, writeJson } from './json-file.ts';
import { waitUntil } from './wait-until.ts';

export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  readonly uid?: number;
  readonly gid?: number;
  /** Asks the program for an orderly end; SIGTERM unless given. */
  readonly stopSignal?: NodeJS.Signals;
}

const PID_FILE = '.pid.json';

interface PidFile extends ProcessIdentity {
  readonly stopSignal: NodeJS.Signals;
}

/**
 * A process in its own group that outlives its launcher, so that a Ctrl-C of the terminal reaches only the launcher,
 * which then stops it in order. Its pid file lets any later launcher find and stop it.
 */
export class BackgroundProcess {
  readonly #pidFile: string;
  readonly logFile: string;

  constructor(folder: string, name: string) {
    this.#pidFile = join(folder, `${name}${PID_FILE}`);
    this.logFile = join(folder, `${name}.log`);
  }

  /** Those with a pid file in the folder or one below it. */
  static allIn(folder: string): BackgroundProcess[] {
    const files = globSync(
      ['*', '*/*'].map((place) => `${place}${PID_FILE}`),
      { cwd: folder },
    );
    return files.map((file) => new BackgroundProcess(join(folder, dirname(file)), basename(file, PID_FILE)));
  }

  running(): ProcessIdentity | undefined {
    const recorded = readJson<PidFile>(this.#pidFile);
    return recorded && isRunning(recorded) ? recorded : undefined;
  }

  /** @returns the child, whose `exit` event is heard as long as this launcher lives */
  start(command: Command): ChildProcess {
    mkdirSync(dirname(this.logFile), { recursive: true });
    const log = openSync(this.logFile, 'a', 0o600);
    const { uid, gid, cwd, env } = command;
    const child = spawn(command.program, command.args, {
      detached: true,
      stdio: ['ignore', log, log],
      env: env ?? process.env,
      ...(cwd && { cwd }),
      ...(uid !== undefined && { uid }),
      ...(gid !== undefined && { gid }),
    });
    closeSync(log);
    child.on('error', () => undefined);
    child.unref();
    const identity = child.pid === undefined ? undefined : identify(child.pid);
    if (!identity) throw new Error(`${command.program} could not be started; see ${this.logFile}`);
    writeJson(this.#pidFile, { ...identity, stopSignal: command.stopSignal ?? 'SIGTERM' } satisfies PidFile);
    return child;
  }

  /** Why a wait for readiness is hopeless, with the end of the log: undefined while the process runs. */
  endedReason(): string | undefined {
    if (this.running()) return undefined;
    const lastLines = readFileSync(this.logFile, 'utf8').trimEnd().split('\n').slice(-12);
    return [`the process ended; ${this.logFile} closes with`, ...lastLines].join('\n  ');
  }

  signal(signal: NodeJS.Signals): void {
    const identity = this.running();
    if (identity) process.kill(identity.pid, signal);
  }

  /** Asks for an orderly end, and kills the whole group when that takes longer than the deadline. */
  async stop(deadlineMs: number): Promise<void> {
    const recorded = readJson<PidFile>(this.#pidFile);
    if (!recorded || !isRunning(recorded)) return rmSync(this.#pidFile, { force: true });
    process.kill(recorded.pid, recorded.stopSignal);
    const gone = (): boolean => !isRunning(recorded);
    await waitUntil('stop', gone, { withinMs: deadlineMs }).catch(async () => {
      process.kill(-recorded.pid, 'SIGKILL');
      await waitUntil(`process ${recorded.pid} to end`, gone, { withinMs: 5_000 });
    });
    rmSync(this.#pidFile, { force: true });
  }
}
