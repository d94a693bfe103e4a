import { Controller } from '@nestjs/common';
import { listLeadMerges, mergeLeads, previewLeadMerge, readLeadMerge, undoLeadMerge } from '@leadstream/contracts';
import { Input, type InputOf, reply, Route } from '@leadstream/http';
import { MergeListService } from './merge-list.service.js';
import { MergeService } from './merge.service.js';
import { UnmergeService } from './unmerge.service.js';

@Controller()
export class MergeController {
  constructor(
    private readonly merges: MergeService,
    private readonly unmerges: UnmergeService,
    private readonly lists: MergeListService,
  ) {}

  @Route(previewLeadMerge)
  preview(@Input() { body }: InputOf<typeof previewLeadMerge>) {
    return this.merges.preview(body);
  }

  @Route(mergeLeads)
  async merge(@Input() { body }: InputOf<typeof mergeLeads>) {
    const merge = await this.merges.merge(body);
    return reply(merge, { location: `/v1/merges/${merge.id}` });
  }

  @Route(readLeadMerge)
  read(@Input() { params }: InputOf<typeof readLeadMerge>) {
    return this.lists.read(params.id);
  }

  @Route(listLeadMerges)
  list(@Input() { query }: InputOf<typeof listLeadMerges>) {
    return this.lists.list(query);
  }

  @Route(undoLeadMerge)
  undo(@Input() { params }: InputOf<typeof undoLeadMerge>) {
    return this.unmerges.undo(params.id);
  }
}
