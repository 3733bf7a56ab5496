import { canonical } from '#ground/json.ts';
import type { SubjectFacts } from '#workflows/runs/model.ts';

type Roles = SubjectFacts['roles'];

/** Who holds the roles of a subject, as far as a life asked for them; `whole` once it went through them all. */
export interface AskedRoles {
  one: Set<string>;
  whole: boolean;
}

/** Roles that remember what was asked of them: whoever holds the rest may be anybody, and the life is the same. */
export const watched = (roles: Roles): { roles: Roles; asked: AskedRoles } => {
  const asked: AskedRoles = { one: new Set(), whole: false };
  const ask = (role: string | symbol): void => {
    if (typeof role === 'string') asked.one.add(role);
  };
  const watching = new Proxy(roles, {
    get: (_, role) => {
      ask(role);
      return Reflect.get(roles, role);
    },
    has: (_, role) => {
      ask(role);
      return Reflect.has(roles, role);
    },
    getOwnPropertyDescriptor: (_, role) => {
      ask(role);
      return Reflect.getOwnPropertyDescriptor(roles, role);
    },
    ownKeys: () => {
      asked.whole = true;
      return Reflect.ownKeys(roles);
    },
  });
  return { roles: watching, asked };
};

/** What these roles answer to the same questions, as one text. */
export const answersOf = ({ one, whole }: AskedRoles, roles: Roles): string =>
  whole ? canonical(roles) : [...one].map((role) => roles[role as keyof Roles]).join(' ');

/** Two that asked the same. */
export const sameQuestions = (a: AskedRoles, b: AskedRoles): boolean =>
  a.whole === b.whole && a.one.size === b.one.size && [...a.one].every((role) => b.one.has(role));
