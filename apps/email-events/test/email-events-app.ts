import { complianceTopic, emailIngestTopic, emailTopic, leadTopic } from '@leadstream/contracts';
import { type RunningService, startHttpService } from '@leadstream/http';
import { testService, type TestService } from '@leadstream/testing';
import { AppModule } from '../src/app.module.js';
import { emailEventsConfig } from '../src/config.js';
import { serviceOptions } from '../src/service-options.js';

export type EmailEventsApp = TestService<RunningService>;

/** The service in this process, on a database and topics of its own. */
export function startEmailEventsApp(): Promise<EmailEventsApp> {
  return testService({
    slice: 'email_events',
    consumes: [leadTopic, complianceTopic, emailIngestTopic],
    publishes: emailTopic,
    scopes: ['email:read', 'email:write'],
    start: startService,
  });
}

export function startService(environment: Readonly<Record<string, string>>): Promise<RunningService> {
  const config = emailEventsConfig.parse(environment);
  return startHttpService(AppModule.with(config), serviceOptions(config));
}
