/** Command line of the migrations; without a command it tells how. Needs the libraries built. */
import { runMigrateCommand } from '@leadstream/persistence';

const print = (line: string): void => void process.stdout.write(`${line}\n`);

try {
  process.exitCode = await runMigrateCommand(process.argv.slice(2), process.env, print);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
