import { mkdirSync, statSync } from 'node:fs';
import { appendFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type ExportResult, ExportResultCode } from '@opentelemetry/core';
import { JsonTraceSerializer } from '@opentelemetry/otlp-transformer';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';

/** Size at which a file becomes `<name>.1.jsonl`, so that traces never take more than about twice this on disk. */
const MAX_FILE_BYTES = 64 * 1024 * 1024;

/** Appends spans to a file, one OTLP JSON request a line; keeps the present and the last file. */
export class TraceFileExporter implements SpanExporter {
  private sizeBytes: number;
  private tail: Promise<void> = Promise.resolve();

  constructor(
    private readonly path: string,
    private readonly maxFileBytes = MAX_FILE_BYTES,
  ) {
    mkdirSync(dirname(path), { recursive: true });
    this.sizeBytes = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  }

  export(spans: ReadableSpan[], done: (result: ExportResult) => void): void {
    const written = this.tail.then(() => this.append(spans));
    this.tail = written.catch(() => undefined);
    written.then(
      () => done({ code: ExportResultCode.SUCCESS }),
      (error: Error) => done({ code: ExportResultCode.FAILED, error }),
    );
  }

  forceFlush(): Promise<void> {
    return this.tail;
  }

  shutdown(): Promise<void> {
    return this.tail;
  }

  private async append(spans: ReadableSpan[]): Promise<void> {
    const request = JsonTraceSerializer.serializeRequest(spans);
    if (!request) return;
    if (this.sizeBytes > this.maxFileBytes) await this.rotate();
    const line = Buffer.concat([request, Buffer.from('\n')]);
    await appendFile(this.path, line);
    this.sizeBytes += line.length;
  }

  private async rotate(): Promise<void> {
    await rename(this.path, this.path.replace(/(\.jsonl)?$/, '.1.jsonl'));
    this.sizeBytes = 0;
  }
}
