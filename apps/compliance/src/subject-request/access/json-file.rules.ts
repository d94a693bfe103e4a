import { SUBJECT_FILE_FORMAT } from '@leadstream/contracts';
import type { FileBlocks, PersonFile } from './person-file.js';

/** The file for machines: one JSON document, of which a part is in memory at a time. Its shape is `subjectFile` of the contracts. */
export async function* jsonFile({ kind, receivedAt, madeAt, leadId, export: gathered, information, parts }: PersonFile): FileBlocks {
  const head = {
    format: SUBJECT_FILE_FORMAT,
    requestId: gathered.requestId,
    kind,
    leadId,
    receivedAt: receivedAt.toISOString(),
    madeAt: madeAt.toISOString(),
    complete: gathered.status === 'complete',
    missing: gathered.missing,
    information,
  };
  yield Buffer.from(`${JSON.stringify(head).slice(0, -1)},"records":[`);
  let separator = '\n';
  for await (const { service, records } of parts) {
    if (records.length === 0) continue;
    const lines = records.map(({ store, fields }) => JSON.stringify({ service, store, fields }));
    yield Buffer.from(separator + lines.join(',\n'));
    separator = ',\n';
  }
  yield Buffer.from('\n]}\n');
}
