import { Frames } from './frames.ts';
import type { Ending, Inspector, Verdict } from './inspector.ts';

const SSL_REQUEST = 80_877_103;
const COMMAND_COMPLETE = 'C'.charCodeAt(0);
const COMMITTED = Buffer.from('COMMIT\0');

/** A transaction has been committed on the server, and the client has not heard of it. */
export interface CommitAnswer {
  /** Role of the connection, for example `lead_service`. */
  readonly user: string;
}

/** Decides about an answer: an ending keeps it from the client, undefined lets it through. */
export type OnCommitAnswer = (answer: CommitAnswer) => Ending | undefined;

/** Startup message: length, protocol, then pairs of name and value, each ended by a zero byte. */
function userOf(startup: Buffer): string {
  const texts = startup.subarray(8).toString('utf8').split('\0');
  return texts[texts.indexOf('user') + 1] ?? '';
}

/**
 * Reads enough of the frontend/backend protocol 3 to know when the answer to a COMMIT passes (PostgreSQL documentation,
 * chapter "Message Formats"). An encrypted connection passes unread.
 */
export function postgresInspector(onCommitAnswer: OnCommitAnswer): Inspector {
  const requests = new Frames((buffered) => (buffered.length < 8 ? undefined : buffered.readInt32BE(0)));
  const answers = new Frames((buffered) => (buffered.length < 5 ? undefined : 1 + buffered.readInt32BE(1)));
  let user: string | undefined;
  let encrypted = false;

  function toServer(chunk: Buffer): Verdict {
    for (const startup of user === undefined && !encrypted ? requests.push(chunk) : []) {
      if (startup.readInt32BE(4) === SSL_REQUEST) encrypted = true;
      else user ??= userOf(startup);
      break;
    }
    return { forward: chunk };
  }

  function toClient(chunk: Buffer): Verdict {
    if (encrypted) return { forward: chunk };
    for (const answer of answers.push(chunk)) {
      if (answer[0] !== COMMAND_COMPLETE || !answer.subarray(5).equals(COMMITTED)) continue;
      const then = onCommitAnswer({ user: user ?? '' });
      // What came before the answer in this chunk is lost with it: a crash does not ask where a packet ends.
      if (then) return { forward: Buffer.alloc(0), then };
    }
    return { forward: chunk };
  }

  return { toServer, toClient };
}
