import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PROMETHEUS_CONTENT_TYPE, prometheusText } from '@leadstream/telemetry';
import type { HealthRegistry } from './health-registry.js';

/** Health and metrics for the platform, on a port of its own that is never exposed. */
export class ManagementServer {
  private readonly server: Server;

  constructor(private readonly health: HealthRegistry) {
    this.server = createServer((request, response) => {
      this.answer(request.url ?? '', response).catch(() => response.destroy());
    });
  }

  /** @returns the base URL */
  async listen(host: string, port: number): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject).listen({ host, port }, resolve);
    });
    return `http://${host}:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }

  private async answer(url: string, response: ServerResponse): Promise<void> {
    switch (url.split('?', 1)[0]) {
      case '/health/live':
        return send(response, 200, 'application/json', '{"status":"live"}');
      case '/health/ready': {
        const report = await this.health.report();
        return send(response, report.status === 'ready' ? 200 : 503, 'application/json', JSON.stringify(report));
      }
      case '/metrics':
        return send(response, 200, PROMETHEUS_CONTENT_TYPE, await prometheusText());
      default:
        return send(response, 404, 'application/json', '{"status":"not_found"}');
    }
  }
}

function send(response: ServerResponse, status: number, contentType: string, body: string): void {
  response.writeHead(status, { 'content-type': contentType }).end(body);
}
