export type { Cadence } from './declaration/cadence.rules.js';
export { defineJob, type Figures, type Job, type JobDeclaration, type JobRun } from './declaration/job.js';
export { JobScheduler, type JobSchedulerOptions } from './scheduling/job-scheduler.js';
export { type JobCondition, type JobHistoryEntry, type JobState, readJobHistory, readJobStates } from './watch/job-state.read-model.js';
export { jobErrors } from './jobs.errors.js';
export { connectJobs, type HealthSink, type JobsOptions, JobsRuntime, provideJobs } from './jobs-runtime.js';
export { requestRun } from './watch/request-run.js';
export { upkeepJobs, type UpkeepOptions } from './upkeep-jobs.js';
