import { complianceTopic, interactionTopic, leadTopic } from '@leadstream/contracts';
import { type RunningService, startHttpService } from '@leadstream/http';
import { type Clock, loadConfig, systemClock } from '@leadstream/kernel';
import { configureLogger } from '@leadstream/telemetry';
import { testService, type TestService } from '@leadstream/testing';
import { AppModule } from '../src/app.module.js';
import { engagementConfig } from '../src/config.js';
import { serviceOptions } from '../src/service-options.js';

export type EngagementApp = TestService<RunningService>;

/** The service in this process, on a database and topics of its own. */
export function startEngagementApp(clock: Clock = systemClock): Promise<EngagementApp> {
  return testService({
    slice: 'engagement',
    consumes: [leadTopic, complianceTopic],
    publishes: interactionTopic,
    scopes: ['engagement:read', 'engagement:write'],
    start: (environment) => {
      configureLogger({ service: 'engagement', level: 'silent' });
      const config = loadConfig(engagementConfig, environment);
      return startHttpService(AppModule.with(config, clock), serviceOptions(config));
    },
  });
}
