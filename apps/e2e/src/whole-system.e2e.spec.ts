import { afterAll, beforeAll } from '@jest/globals';
import { describeOlist } from './olist.fixture.spec.js';
import { describeSample } from './sample.fixture.spec.js';
import { startSystem, type System } from './system.js';
import { describeThread } from './thread.fixture.spec.js';
import { describeTrace } from './trace.fixture.spec.js';

let system: System;
beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system?.stop());

// Tenants do not meet, so one system does for all that asks no other settings of it. Traces first, while there are few to read.
describeTrace(() => system);
describeThread(() => system);
describeSample(() => system);
describeOlist(() => system);
