import { join } from 'node:path';
import { freePort } from '../processes/free-port.ts';
import { readJson, writeJson } from '../processes/json-file.ts';
import { type AppName, type AppPorts, APPS } from './app-environment.ts';

/** Free ports for every app: those of the last start where nobody took them, so that printed addresses go on working. */
export async function choosePorts(folder: string, wanted: Partial<Record<AppName, number>> = {}): Promise<Record<AppName, AppPorts>> {
  const file = join(folder, 'app-ports.json');
  const before = readJson<Record<AppName, AppPorts>>(file);
  const chosen: Partial<Record<AppName, AppPorts>> = {};
  const taken = new Set<number>();
  const next = async (preferred: number | undefined): Promise<number> => {
    let port = await freePort(preferred);
    while (taken.has(port)) port = await freePort();
    taken.add(port);
    return port;
  };
  for (const app of APPS) {
    chosen[app] = { http: await next(before?.[app]?.http ?? wanted[app]), management: await next(before?.[app]?.management) };
  }
  writeJson(file, chosen);
  return chosen as Record<AppName, AppPorts>;
}
