export { appEnvironment, type AppName, type AppPorts, APPS, type AppSettings, roleUrl, schemaOf } from './apps/app-environment.ts';
export { LocalApps, type LocalAppsOptions } from './apps/local-apps.ts';
export { type Pooler, type PoolerOptions, startPooler } from './pooler/pooler.ts';
export { readStack, type ReadyServer, type Stack, type StackOptions, startStack, stopApps, stopStack } from './servers/local-stack.ts';
export { type StackSecrets, stackSecrets } from './servers/stack-secrets.ts';
export { STATE_ROOT, stackFolder } from './servers/stack-state.ts';
export { build } from './start/build.ts';
export { type DatabaseName, dropDatabase, prepareDatabase, type PrepareDatabaseOptions } from './start/database.ts';
export { ensureTopics } from './start/topics.ts';
