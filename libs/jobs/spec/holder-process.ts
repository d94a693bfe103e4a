/**
 * A worker in a process of its own, for specs that stop or kill it. Arguments: address of the built library, of the built
 * persistence library, connection string, where the job waits, and its lease in milliseconds. It says `waiting` over IPC when it has got there, goes on at the
 * parent's word, and says how its attempt ended.
 */
import { once } from 'node:events';

const [jobsUrl = '', persistenceUrl = '', databaseUrl = '', waitsIn = '', leaseMs = ''] = process.argv.slice(2);
const { defineJob, JobScheduler } = (await import(jobsUrl)) as typeof import('../src/index.js');
const { TenantDatabase } = (await import(persistenceUrl)) as typeof import('@leadstream/persistence');

const INSERT = 'INSERT INTO job_effect (job, scheduled_for, worker) VALUES ($1, $2, $3)';
const tell = (message: object): void => void process.send?.(message);

async function waitForParent(): Promise<void> {
  const word = once(process, 'message');
  tell({ state: 'waiting' });
  await word;
}

const job = defineJob({
  name: 'held',
  cadence: { everyMs: 86_400_000 },
  missed: 'skip',
  leaseMs: Number(leaseMs),
  run: async (run) => {
    if (waitsIn === 'between') await waitForParent();
    try {
      await run.finish(async (tx) => {
        await tx.execute(INSERT, ['held', run.scheduledFor, 'child']);
        if (waitsIn === 'transaction') await waitForParent();
      });
      tell({ state: 'finished', fence: run.fence });
    } catch (error) {
      tell({ state: 'refused', code: (error as { code?: unknown }).code, fence: run.fence });
      throw error;
    }
  },
});

const database = new TenantDatabase({ url: databaseUrl, poolSize: 4, applicationName: 'holder' });
const scheduler = new JobScheduler({ database, slice: 'lead', jobs: [job], pollMs: 50 });
scheduler.start();
process.once('disconnect', () => process.exit(0));
