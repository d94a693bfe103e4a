import { gatewayRoutes } from '@leadstream/contracts';
import type { HttpServiceOptions } from '@leadstream/http';
import { AuthenticationService } from './authentication/authentication.service.js';
import type { GatewayConfig } from './config.js';
import { configureEdge } from './edge/configure-edge.js';
import { StandingRefusals } from './limits/standing-refusals.js';

/** How the gateway differs from any other service: it finds out itself who calls, and forwards what is not its own. */
export function serviceOptions(config: GatewayConfig): HttpServiceOptions {
  return {
    service: 'gateway',
    config,
    routes: gatewayRoutes,
    authenticator: (app) => app.get(AuthenticationService),
    answerAtOnce: (app) => app.get(StandingRefusals).answer,
    configure: configureEdge,
    trustProxy: config.TRUSTED_PROXIES === '' ? false : config.TRUSTED_PROXIES,
  };
}
