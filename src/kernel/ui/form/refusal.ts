import type { ApiRefusal } from '../client.ts';
import type { FormOf } from './model.ts';

/** `/emails/0/address` → `emails.0.address`; `~1` and `~0` as RFC 6901 has them. Pure. */
export const pathOf = (pointer: string): string =>
  pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .join('.');

/** Errors by the form's own paths. Pure. */
export const errorsOf = (refusal: ApiRefusal): Record<string, string> =>
  Object.fromEntries(refusal.errors.map((e) => [pathOf(e.pointer), e.detail]));

/** Puts each of the server's sentences under its field. `prefix` is dropped from the pointers: `/person` for a part of the body. */
export const applyRefusal = <Values extends object>(form: FormOf<Values>, refusal: ApiRefusal, prefix = ''): void =>
  form.setErrors(
    Object.fromEntries(
      Object.entries(errorsOf(refusal)).map(([path, detail]) => [
        prefix && path.startsWith(`${prefix}.`) ? path.slice(prefix.length + 1) : path,
        detail,
      ]),
    ),
  );
