import type { Facts } from '#kernel/decision/model.ts';

/** What happened to members' signatures, as a timeline says it behind the actor's name. */
export const SENTENCES: Readonly<Record<string, (facts: Facts) => string>> = {
  'signature.set': () => 'set a picture of how they sign letters',
  'signature.removed': () => 'removed the picture of how they sign letters',
  'signature.used': () => 'put this picture under a letter for the first time',
};
