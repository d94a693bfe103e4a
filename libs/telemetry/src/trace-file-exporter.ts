import { closeSync, mkdirSync, openSync, renameSync, statSync, write } from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { type ExportResult, ExportResultCode } from '@opentelemetry/core';
import { JsonTraceSerializer } from '@opentelemetry/otlp-transformer';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';

const writeTo = promisify(write);

/** Size at which a file becomes `<name>.1.jsonl`, so that traces never take more than twice this on disk. */
const MAX_FILE_BYTES = 64 * 1024 * 1024;

/** Appends spans to a file, one OTLP JSON request a line; keeps the present and the last file. */
export class TraceFileExporter implements SpanExporter {
  private descriptor: number;
  private sizeBytes: number;
  private tail: Promise<void> = Promise.resolve();

  constructor(
    private readonly path: string,
    private readonly maxFileBytes = MAX_FILE_BYTES,
  ) {
    mkdirSync(dirname(path), { recursive: true });
    this.descriptor = openSync(path, 'a');
    this.sizeBytes = statSync(path).size;
  }

  export(spans: ReadableSpan[], done: (result: ExportResult) => void): void {
    this.tail = this.tail
      .then(() => this.append(spans))
      .then(
        () => done({ code: ExportResultCode.SUCCESS }),
        (error: Error) => done({ code: ExportResultCode.FAILED, error }),
      );
  }

  forceFlush(): Promise<void> {
    return this.tail;
  }

  async shutdown(): Promise<void> {
    await this.tail;
    closeSync(this.descriptor);
  }

  private async append(spans: ReadableSpan[]): Promise<void> {
    const request = JsonTraceSerializer.serializeRequest(spans);
    if (!request) return;
    if (this.sizeBytes > this.maxFileBytes) this.rotate();
    const line = Buffer.concat([request, Buffer.from('\n')]);
    await writeTo(this.descriptor, line);
    this.sizeBytes += line.length;
  }

  private rotate(): void {
    closeSync(this.descriptor);
    renameSync(this.path, this.path.replace(/(\.jsonl)?$/, '.1.jsonl'));
    this.descriptor = openSync(this.path, 'a');
    this.sizeBytes = 0;
  }
}
