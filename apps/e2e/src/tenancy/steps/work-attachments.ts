import type { RouteCall } from '../route-call.js';
import type { World } from '../world.js';
import { documentFile, step, type Step } from './step.js';

const KINDS = ['Deal', 'Task'] as const;
type Kind = (typeof KINDS)[number];

/** Calls for a deal or a task, and for the note or document that a step made under it. */
function callsOf(kind: Kind) {
  const id = (world: World): string => world.id(`create${kind}`);
  const of =
    (call: (world: World) => RouteCall = () => ({})) =>
    (world: World): RouteCall => ({ params: { id: id(world) }, ...call(world) });
  const ofNote =
    (call: (world: World) => RouteCall = () => ({})) =>
    (world: World): RouteCall => ({ params: { id: id(world), noteId: world.id(`create${kind}Note`) }, ...call(world) });
  const ofDocument = (world: World): RouteCall => ({ params: { id: id(world), documentId: world.id(`create${kind}Document`) } });
  return { of, ofNote, ofDocument };
}

/** Notes and documents of deals and tasks. */
export const attachmentWrites: readonly Step[] = KINDS.flatMap((kind) => {
  const { of, ofNote, ofDocument } = callsOf(kind);
  const changed = ({ canary }: World): RouteCall => ({ headers: { 'if-match': '"1"' }, body: { body: `${canary}, changed` } });
  return [
    step(
      `create${kind}Note`,
      of(({ canary }) => ({ body: { body: canary } })),
    ),
    step(`patch${kind}Note`, ofNote(changed)),
    step(
      `create${kind}Document`,
      of((world) => ({ body: documentFile(world) })),
    ),
    step(`create${kind}DocumentLink`, ofDocument),
  ];
});

export const attachmentReads: readonly Step[] = KINDS.flatMap((kind) => {
  const { of, ofNote, ofDocument } = callsOf(kind);
  return [
    step(`list${kind}Notes`, of()),
    step(`read${kind}Note`, ofNote()),
    step(`list${kind}NoteAudit`, ofNote()),
    step(`list${kind}Documents`, of()),
    step(`read${kind}Document`, ofDocument),
  ];
});

export const attachmentRemovals: readonly Step[] = KINDS.flatMap((kind) => {
  const { ofNote, ofDocument } = callsOf(kind);
  return [
    step(
      `delete${kind}Note`,
      ofNote(() => ({ headers: { 'if-match': '"2"' } })),
      { isLast: true },
    ),
    step(`restore${kind}Note`, ofNote(), { isLast: true }),
    step(`delete${kind}Document`, ofDocument, { isLast: true }),
    step(`restore${kind}Document`, ofDocument, { isLast: true }),
  ];
});
