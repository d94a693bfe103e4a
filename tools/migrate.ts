/** Command line of the migrations; `npm run migrate` without a command tells how. Needs the libraries built. */
import { runMigrateCommand } from '@leadstream/persistence';

try {
  process.exitCode = await runMigrateCommand(process.argv.slice(2), process.env, console.log);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
