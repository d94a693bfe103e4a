import { confirmOptOut, dismissOptOut, examineMessage, getOptOutReview, listOptOutReviews } from '@leadstream/contracts';
import { Input, type InputOf, Route } from '@leadstream/http';
import { Controller } from '@nestjs/common';
import { OptOutService } from './opt-out.service.js';
import { OptOutQueueService } from './review/opt-out-queue.service.js';
import { OptOutReviewService } from './review/opt-out-review.service.js';

@Controller()
export class OptOutController {
  constructor(
    private readonly optOuts: OptOutService,
    private readonly queue: OptOutQueueService,
    private readonly reviews: OptOutReviewService,
  ) {}

  @Route(examineMessage)
  examine(@Input() { body }: InputOf<typeof examineMessage>) {
    return this.optOuts.examine(body);
  }

  @Route(listOptOutReviews)
  list(@Input() { query }: InputOf<typeof listOptOutReviews>) {
    return this.queue.list(query);
  }

  @Route(getOptOutReview)
  get(@Input() { params }: InputOf<typeof getOptOutReview>) {
    return this.queue.get(params.id);
  }

  @Route(confirmOptOut)
  confirm(@Input() { params }: InputOf<typeof confirmOptOut>) {
    return this.reviews.confirm(params.id);
  }

  @Route(dismissOptOut)
  dismiss(@Input() { params }: InputOf<typeof dismissOptOut>) {
    return this.reviews.dismiss(params.id);
  }
}
