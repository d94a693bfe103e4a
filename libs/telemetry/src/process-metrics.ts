import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { meter } from './metrics.js';

const NS_PER_S = 1e9;
let observing = false;

/** Declares memory, event loop and CPU metrics of this process; once, however often it is called. */
export function observeProcess(): void {
  if (observing) return;
  observing = true;
  const metrics = meter('leadstream.process');
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  let previous = performance.eventLoopUtilization();

  metrics.gauge('process.memory.usage', { unit: 'By', description: 'Resident set size.' }, (result) =>
    result.observe(process.memoryUsage.rss()),
  );
  metrics.gauge('v8js.memory.heap.used', { unit: 'By', description: 'Heap in use.' }, (result) =>
    result.observe(process.memoryUsage().heapUsed),
  );
  metrics.gauge<{ quantile: '0.5' | '0.99' | 'max' }>(
    'nodejs.eventloop.delay',
    { unit: 's', description: 'How late timers of the event loop ran since the last scrape.' },
    (result) => {
      result.observe(delay.percentile(50) / NS_PER_S, { quantile: '0.5' });
      result.observe(delay.percentile(99) / NS_PER_S, { quantile: '0.99' });
      result.observe(delay.max / NS_PER_S, { quantile: 'max' });
      delay.reset();
    },
  );
  metrics.gauge(
    'nodejs.eventloop.utilization',
    { unit: '1', description: 'Share of time the event loop was busy since the last scrape.' },
    (result) => {
      const present = performance.eventLoopUtilization();
      result.observe(performance.eventLoopUtilization(present, previous).utilization);
      previous = present;
    },
  );
}
