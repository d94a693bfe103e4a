import { describe, expect, it } from '@jest/globals';
import { meter } from './metrics.js';
import { observeProcess } from './process-metrics.js';
import { prometheusText } from './prometheus.js';

const metrics = meter('leadstream.test');
const published = metrics.counter<{ outcome: 'done' | 'failed' }>('test.published', {
  unit: '{event}',
  description: 'Events handed to the broker.',
});
const running = metrics.upDownCounter('test.running', { unit: '{request}', description: 'Requests in flight.' });
const duration = metrics.histogram('test.duration', { unit: 's', description: 'How long it took.', buckets: [0.1, 1] });
metrics.gauge<{ queue: 'a' | 'b' }>('test.depth', { unit: '{item}', description: 'Items waiting.' }, (result) => {
  result.observe(4, { queue: 'a' });
  result.observe(5, { queue: 'b' });
});

describe('prometheusText', () => {
  it('has every declared metric with unit, help and labels', async () => {
    published.add(2, { outcome: 'done' });
    published.add(1, { outcome: 'failed' });
    running.add(3, {});
    running.add(-1, {});
    duration.record(0.5, {});
    const text = await prometheusText();
    expect(text).toContain('# HELP test_published_total Events handed to the broker.');
    expect(text).toContain('test_published_total{outcome="done"} 2');
    expect(text).toContain('test_published_total{outcome="failed"} 1');
    expect(text).toMatch(/^test_running 2$/m);
    expect(text).toContain('test_duration_bucket{le="0.1"} 0');
    expect(text).toContain('test_duration_bucket{le="1"} 1');
    expect(text).toContain('test_depth{queue="b"} 5');
  });

  it('has memory and event loop of the process, once', async () => {
    observeProcess();
    observeProcess();
    const text = await prometheusText();
    const rss = /^process_memory_usage (\d+)$/m.exec(text)?.[1];
    expect(Number(rss)).toBeGreaterThan(10_000_000);
    expect(text).toContain('nodejs_eventloop_delay{quantile="0.99"}');
    expect(text.match(/^process_memory_usage /gm)).toHaveLength(1);
  });
});
