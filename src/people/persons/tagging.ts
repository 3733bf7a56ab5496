import type { Id } from '#ground/id.ts';
import type { Context, Decision } from '#kernel/decision/model.ts';
import { accept, difference, invalid, problem } from '#kernel/decision/rules.ts';
import type { Person, PersonState } from './model.ts';
import { told } from './telling.ts';

const LIMIT = 50;

/** Puts a tag of the practice's list on the record; one that is there already changes nothing (PE-61, PE-11). */
export const addTag = (state: PersonState, tag: Id, context: Context): Decision => {
  const { person, around } = state;
  if (person.tags.includes(tag)) return accept([]);
  const known = around.tags.find((one) => one.id === tag);
  if (!known) return invalid(problem('/tag', 'not_found', 'There is no such tag.'));
  if (!known.applies_to.includes(person.kind))
    return invalid(problem('/tag', 'wrong_kind', `The tag «${known.name}» is not for ${person.kind}s.`));
  if (person.tags.length >= LIMIT) return invalid(problem('/tag', 'too_many', `A record has at most ${LIMIT} tags.`));
  return accept(told(state, 'person.tagged', difference<Person>(person, { tags: [...person.tags, tag] }), context));
};

export const removeTag = (state: PersonState, tag: Id, context: Context): Decision => {
  const tags = state.person.tags.filter((one) => one !== tag);
  return accept(told(state, 'person.untagged', difference<Person>(state.person, { tags }), context));
};
