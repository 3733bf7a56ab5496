import { plural } from '#ground/text.ts';
import { can, writes } from '#kernel/access/roles/rules.ts';
import type { Context, Decision, Event, Refusal } from '#kernel/decision/model.ts';
import {
  accept,
  changed,
  creation,
  difference,
  invalid,
  notFound,
  problem,
  ref,
  refused,
  undoable,
} from '#kernel/decision/rules.ts';
import type { Tag, TagCommand, TagState } from './model.ts';

/** Tags are made, changed and deleted by people W (PE-61, PE-63). */
export const decide = (state: TagState, command: TagCommand, context: Context): Decision => {
  const no = can(context.who, writes('people')) ?? absent(state, command);
  if (no) return no;
  switch (command.do) {
    case 'add': {
      const { do: _, ...fields } = command;
      return (
        nameTaken(state, fields.name) ?? told(state, 'tag.added', creation({ ...fields, deleted_at: null }), context)
      );
    }
    case 'change': {
      const { do: _, ...fields } = command;
      const taken = fields.name === undefined ? null : nameTaken(state, fields.name);
      return taken ?? told(state, 'tag.changed', difference<Tag>(state.tag, fields), context);
    }
    case 'delete':
      return canDelete(state) ?? told(state, 'tag.deleted', { deleted_at: [null, context.now] }, context);
    case 'restore':
      return (
        nameTaken(state, state.tag.name) ??
        told(state, 'tag.restored', { deleted_at: [state.tag.deleted_at, null] }, context)
      );
  }
};

export const evolve = (state: TagState, event: Event): TagState => ({ ...state, tag: changed(state.tag, event) });

/** Refuses `in_use` while a cadence or trigger chooses by this tag (PE-63). */
export const canDelete = (state: TagState): Refusal | null =>
  state.used_by.length
    ? refused(
        'in_use',
        `${plural(state.used_by.length, 'workflow chooses', 'workflows choose')} people by this tag: ${state.used_by.join(', ')}. Change that first.`,
      )
    : null;

const absent = ({ tag }: TagState, command: TagCommand): Refusal | null => {
  const there = tag.version > 0 && !tag.deleted_at;
  if (command.do === 'add') return null;
  return command.do === 'restore' ? (tag.deleted_at ? null : notFound()) : there ? null : notFound();
};

const nameTaken = (state: TagState, name: string): Refusal | null =>
  state.taken.has(name.toLowerCase()) ? invalid(problem('/name', 'taken', `There is a tag «${name}» already.`)) : null;

const told = (state: TagState, verb: string, facts: Event['facts'], context: Context): Decision =>
  accept(Object.keys(facts).length ? [{ verb, thing: ref('tag', state.tag.id), facts, ...undoable(context) }] : []);
