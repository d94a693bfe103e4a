import { complianceTopic, emailTopic, gatewayTopic, interactionTopic, leadTopic } from '@leadstream/contracts';
import { type RunningService, startHttpService } from '@leadstream/http';
import { type Clock, loadConfig, systemClock } from '@leadstream/kernel';
import { configureLogger } from '@leadstream/telemetry';
import { testService, type TestService } from '@leadstream/testing';
import { AppModule } from '../src/app.module.js';
import { complianceConfig } from '../src/config.js';
import { serviceOptions } from '../src/service-options.js';

export type ComplianceApp = TestService<RunningService>;

/**
 * The service in this process, on a database and topics of its own.
 * @param settings environment variables in place of the defaults
 */
export function startComplianceApp(clock: Clock = systemClock, settings: Readonly<Record<string, string>> = {}): Promise<ComplianceApp> {
  return testService({
    slice: 'compliance',
    consumes: [leadTopic, interactionTopic, emailTopic, gatewayTopic],
    publishes: complianceTopic,
    scopes: ['compliance:read', 'compliance:write'],
    start: (environment) => {
      configureLogger({ service: 'compliance', level: 'silent' });
      const config = loadConfig(complianceConfig, { ...environment, ...settings });
      return startHttpService(AppModule.with(config, clock), serviceOptions(config));
    },
  });
}
