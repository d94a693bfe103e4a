/** Where archives lie. Every call rejects when it cannot be done. */
export abstract class ArchiveStore {
  /** Keeps the bytes under that name, whole or not at all; once it resolves they survive any crash of ours. */
  abstract put(name: string, bytes: Buffer): Promise<void>;
  /** @returns undefined when nothing has that name */
  abstract get(name: string): Promise<Buffer | undefined>;
  /** Nothing is there afterwards; nothing may have been there before. */
  abstract delete(name: string): Promise<void>;
}
