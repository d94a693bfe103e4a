import type { Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { DynamicModule, Type } from '@nestjs/common';
import { DiscoveryModule, NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Telemetry } from '@leadstream/telemetry';
import { registerBodyParsers } from '../body/body-parsers.js';
import type { HttpConfig } from '../config.js';
import { type Authenticator, SignedContextAuthenticator } from '../context/authenticator.js';
import { ContextToken } from '../context/context-token.js';
import { HealthRegistry } from '../health/health-registry.js';
import { ManagementServer } from '../health/management-server.js';
import { ProblemFilter } from '../problem/problem.filter.js';
import type { RouteBinding } from '../route/route-binding.js';
import { demandInjectedDependencies } from './dependency-check.js';
import { EdgeAdapter } from '../edge/edge-adapter.js';
import { type AnswerAtOnce, registerEdgeHooks } from '../edge/edge-hooks.js';
import { InFlight } from './in-flight.js';
import { nestLogger } from './nest-logger.js';
import { RouteTable } from '../edge/route-table.js';
import { ServerTls } from './server-tls.js';
import { stopService } from './stop-service.js';

export interface HttpServiceOptions {
  /** Name of the app, and the audience of the signed contexts it accepts. */
  readonly service: string;
  readonly config: HttpConfig;
  /** Runs before the app is initialised: Fastify plugins, `connectMicroservice`, health checks. */
  readonly configure?: (app: NestFastifyApplication) => void | Promise<void>;
  /** Instead of the signed context; only the gateway has a reason. */
  readonly authenticator?: (app: NestFastifyApplication) => Authenticator;
  /** Asked first of every request; only the gateway has a reason. */
  readonly answerAtOnce?: (app: NestFastifyApplication) => AnswerAtOnce;
  /** Contracts of the app: starting fails when one of them has no controller. */
  readonly routes?: readonly RouteBinding[];
  /** Flushed when the app stops. */
  readonly telemetry?: Telemetry;
  /** Whose `X-Forwarded-For` is believed: `true` for anybody's, or a comma list of addresses and networks. */
  readonly trustProxy?: boolean | string;
}

export interface RunningService {
  readonly app: NestFastifyApplication;
  readonly health: HealthRegistry;
  /** Base URL; undefined in a process without the role `api`. */
  readonly url: string | undefined;
  readonly managementUrl: string;
  /** Drains and stops; safe to call twice. */
  close(): Promise<void>;
}

/** Boots an app in this process. Signals and exits are left to the caller; `runHttpService` adds them. */
export async function startHttpService(module: Type | DynamicModule, options: HttpServiceOptions): Promise<RunningService> {
  const { config, telemetry } = options;
  const health = new HealthRegistry();
  health.enter('starting');
  const inFlight = new InFlight();
  const management = new ManagementServer(health);
  const routes = new RouteTable();
  const tls = ServerTls.of(config);
  const app = await createApp(module, options, health, routes, tls);
  let closing: Promise<void> | undefined;
  const close = () => (closing ??= stopService({ app, health, inFlight, management, config, telemetry }));
  try {
    demandInjectedDependencies(app);
    registerEdgeHooks(app.getHttpAdapter().getInstance(), {
      authenticator: authenticatorOf(app, options),
      health,
      inFlight,
      answerAtOnce: options.answerAtOnce?.(app),
    });
    await options.configure?.(app);
    const managementUrl = await management.listen(config.HOST, config.MANAGEMENT_PORT);
    await app.init();
    routes.demand(options.routes ?? []);
    if (app.getMicroservices().length > 0) await app.startAllMicroservices();
    const url = config.ROLE.includes('api') ? await listen(app, config, tls) : undefined;
    health.enter('running');
    return { app, health, url, managementUrl, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function createApp(
  module: Type | DynamicModule,
  { config, trustProxy }: HttpServiceOptions,
  health: HealthRegistry,
  routes: RouteTable,
  tls: ServerTls | undefined,
): Promise<NestFastifyApplication> {
  const adapter = new EdgeAdapter({ bodyLimitBytes: config.BODY_LIMIT_BYTES, trustProxy: trustProxy ?? false, tls: tls?.options, routes });
  const app = await NestFactory.create<NestFastifyApplication>(rootOf(module, health), adapter, {
    logger: nestLogger,
    bodyParser: false,
    abortOnError: false,
  });
  registerBodyParsers(adapter.getInstance());
  app.useGlobalFilters(new ProblemFilter());
  return app;
}

/** The app's module plus what every app can inject: its health registry. */
function rootOf(module: Type | DynamicModule, health: HealthRegistry): DynamicModule {
  return {
    module: class EdgeModule {},
    global: true,
    imports: [DiscoveryModule, module],
    providers: [{ provide: HealthRegistry, useValue: health }],
    exports: [HealthRegistry],
  };
}

function authenticatorOf(app: NestFastifyApplication, { authenticator, config, service }: HttpServiceOptions): Authenticator {
  return authenticator?.(app) ?? new SignedContextAuthenticator(new ContextToken({ secret: config.CONTEXT_SECRET, audience: service }));
}

async function listen(app: NestFastifyApplication, { HOST, PORT }: HttpConfig, tls: ServerTls | undefined): Promise<string> {
  await app.listen(PORT, HOST);
  tls?.watch(app.getHttpServer() as unknown as Server);
  return `${tls ? 'https' : 'http'}://${HOST}:${(app.getHttpServer().address() as AddressInfo).port}`;
}
