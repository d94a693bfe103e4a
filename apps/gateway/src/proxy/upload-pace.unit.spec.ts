import { describe, expect, it } from '@jest/globals';
import { UploadPace } from './upload-pace.js';

const SECOND = 1_000;
const limits = { idleMs: 30 * SECOND, minBytesPerSecond: 1_000 };

/** Takes pieces of so many bytes, each waited for so long by a clock that the spec moves. */
async function taking(pieces: readonly { readonly bytes: number; readonly waitedMs: number }[]): Promise<string> {
  let nowMs = 0;
  const pace = new UploadPace(limits, () => nowMs);
  async function* coming() {
    for (const { bytes, waitedMs } of pieces) {
      nowMs += waitedMs;
      yield Buffer.alloc(bytes);
    }
  }
  const source = coming();
  try {
    // What is done with a piece takes time as well.
    while (!(await pace.next(source)).done) nowMs += 1_000 * SECOND;
    return 'taken';
  } catch (error) {
    return (error as { code: string }).code;
  }
}

const many = (count: number, bytes: number, waitedMs: number) => Array.from({ length: count }, () => ({ bytes, waitedMs }));

describe('an upload', () => {
  it('may take as long as it likes at its least pace', async () => {
    expect(await taking(many(1_000, 10_000, 10 * SECOND))).toBe('taken');
  });

  it('is given up when it trickles, whatever it sent before', async () => {
    expect(await taking(many(1_000, 100, SECOND))).toBe('HTTP.REQUEST_TOO_SLOW');
    expect(await taking([{ bytes: 50_000_000, waitedMs: 61 * SECOND }, ...many(70, 100, SECOND)])).toBe('HTTP.REQUEST_TOO_SLOW');
  });

  it('may be gone for some seconds of a minute', async () => {
    expect(await taking([...many(2, 40_000, 5 * SECOND), { bytes: 100, waitedMs: 25 * SECOND }, ...many(10, 40_000, 5 * SECOND)])).toBe(
      'taken',
    );
  });

  it('is given up when nothing comes', async () => {
    const pace = new UploadPace({ idleMs: 5, minBytesPerSecond: 1 });
    const nothing: AsyncIterator<Buffer> = { next: () => new Promise(() => undefined) };
    await expect(pace.next(nothing)).rejects.toMatchObject({ code: 'HTTP.REQUEST_TOO_SLOW', kind: 'too_slow' });
  });
});
