import { z } from '@hono/zod-openapi';
import type { Refusal, RefusalKind } from '#kernel/decision/model.ts';

/** The wire form of a refusal (RFC 9457, PL-66). */
export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string(),
    instance: z.string(),
    errors: z.array(z.object({ pointer: z.string(), code: z.string(), detail: z.string() })).optional(),
    facts: z.record(z.string(), z.unknown()).optional(),
  })
  .openapi('Problem');
export type ProblemBody = z.infer<typeof problemSchema>;

const STATUS: Record<RefusalKind, number> = {
  invalid: 422,
  not_allowed: 403,
  not_found: 404,
  conflict: 412,
  refused: 409,
};
const TITLES: Record<number, string> = {
  400: 'This could not be read',
  401: 'Sign in first',
  403: 'Not allowed',
  404: 'Not found',
  409: 'Not possible now',
  412: 'Changed meanwhile',
  413: 'Too large',
  415: 'Not a kind of content this takes',
  422: 'Something needs another look',
  428: 'Say which version you saw',
  429: 'Too many requests',
  500: 'Something broke on our side',
  503: 'Not ready',
  507: 'No room left',
};

/** A refusal on its way out of a handler; the one place that turns it into HTTP is `problemResponse`. */
export class HttpRefusal extends Error {
  readonly status: number;
  readonly refusal: Refusal;
  readonly headers: Record<string, string>;
  constructor(refusal: Refusal, status: number = STATUS[refusal.kind], headers: Record<string, string> = {}) {
    super(refusal.because);
    this.refusal = refusal;
    this.status = status;
    this.headers = headers;
  }
}

/** A refusal that only HTTP knows: `status` with a code and a sentence. */
export const httpRefusal = (
  status: number,
  code: string,
  because: string,
  headers: Record<string, string> = {},
): HttpRefusal => new HttpRefusal({ yes: false, kind: 'refused', code, because }, status, headers);

/** The acceptance, or the refusal thrown on its way to the problem answer. */
export const yesOrThrow = <O extends { yes: boolean }>(outcome: O): Extract<O, { yes: true }> => {
  if (!outcome.yes) throw new HttpRefusal(outcome as unknown as Refusal);
  return outcome as Extract<O, { yes: true }>;
};

export const problemBody = (refusal: Refusal, status: number, instance: string): ProblemBody => ({
  type: `urn:tickmark:problem:${refusal.code}`,
  title: TITLES[status] ?? 'Not possible',
  status,
  detail: refusal.because,
  code: refusal.code,
  instance,
  ...(refusal.errors ? { errors: refusal.errors } : {}),
  ...(refusal.facts ? { facts: refusal.facts } : {}),
});

export const problemResponse = (refused: HttpRefusal, instance: string): Response =>
  Response.json(problemBody(refused.refusal, refused.status, instance), {
    status: refused.status,
    headers: { 'content-type': 'application/problem+json', ...refused.headers },
  });
