import { applyDecorators, createParamDecorator, type ExecutionContext, HttpCode, RequestMapping, RequestMethod } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import type { Answer } from './answer.js';
import type { RouteBinding, SuccessOf } from './route-binding.js';

type AnswerOf<R extends RouteBinding> = SuccessOf<R> | Answer<SuccessOf<R>>;
type HandlerOf<R extends RouteBinding> = (...parameters: never[]) => AnswerOf<R> | Promise<AnswerOf<R>>;

/**
 * Binds a controller method to its contract: path, method, status, scope check and the parsing of everything that comes in.
 * The compiler holds the method's answer against the contract. Put it in a `@Controller()` without a path.
 * @example @Route(createLead) async create(@Input() { body }: InputOf<typeof createLead>) { ... }
 */
export function Route<const R extends RouteBinding>(contract: R) {
  return <H extends HandlerOf<R>>(target: object, name: string | symbol, descriptor: TypedPropertyDescriptor<H>): void =>
    applyDecorators(
      RequestMapping({ method: RequestMethod[contract.method], path: contract.path }),
      HttpCode(contract.success.status),
      RouteConfig({ contract }),
    )(target, name, descriptor);
}

/** The parsed input of a `@Route` method: `InputOf<typeof contract>`. */
export const Input = createParamDecorator(
  (_data: unknown, context: ExecutionContext) => context.switchToHttp().getRequest<FastifyRequest>().edge.input,
);

/** Marks a route without contract (`@Get()`, ...) that needs no caller; with a contract its scope `public` says so. */
export const Public = () => RouteConfig({ isPublic: true });
