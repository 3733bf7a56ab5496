import { canonical } from '#ground/json.ts';
import { plural } from '#ground/text.ts';
import { sayList } from '#ground/words.ts';
import type { Context, Decision, Event, Facts, Refusal } from '#kernel/decision/model.ts';
import {
  accept,
  changed,
  creation,
  difference,
  invalid,
  kindOf,
  notFound,
  problem,
  ref,
  refused,
  undoable,
} from '#kernel/decision/rules.ts';
import type { FieldGroup } from '#messages/fields/model.ts';
import type { Template, TemplateCommand, TemplateState, TemplateVersion } from './model.ts';
import { mayWrite } from './rights.ts';
import { moved, newVersion, readWording } from './saving.ts';

type Standing = TemplateState & { template: Template };

/**
 * Everything that can happen to a message template. Asks first whether the actor may write its part of the house (ME-1).
 * @param groups the merge fields there are, against which a save is checked (ME-3)
 */
export const decideWith =
  (groups: readonly FieldGroup[]) =>
  (state: TemplateState, command: TemplateCommand, context: Context): Decision => {
    if (command.do === 'create')
      return mayWrite(context.who, command.module) ?? create(state, command, { context, groups });
    const { template } = state;
    if (!template || template.deleted_at) return notFound();
    return mayWrite(context.who, template.module) ?? change({ ...state, template }, command, { context, groups });
  };

interface About {
  context: Context;
  groups: readonly FieldGroup[];
}
type Of<C extends TemplateCommand['do']> = Extract<TemplateCommand, { do: C }>;

const change = (state: Standing, command: Exclude<TemplateCommand, { do: 'create' }>, about: About): Decision => {
  const { context } = about;
  if (state.template.archived_at && command.do !== 'restore')
    return command.do === 'archive'
      ? accept([])
      : refused('archived', `«${state.template.name}» is archived. Restore it first.`);
  switch (command.do) {
    case 'change':
      return rename(state, command, context);
    case 'save':
      return save(state, command, about);
    case 'archive':
      return (
        inUse(state) ?? told(state, 'archived', { archived_at: context.now, archived_by: context.who.actor }, context)
      );
    case 'restore':
      return restore(state, command, context);
    default:
      return command satisfies never;
  }
};

/** Refuses invalid for a name that is taken in this channel and part (§3.1). */
const create = (state: TemplateState, command: Of<'create'>, { context, groups }: About): Decision => {
  const { do: _, content, ...fields } = command;
  const no = nameTaken(state, fields);
  if (no) return no;
  const read = content && readWording(content, fields.channel, groups);
  const row: Omit<Template, 'id' | 'version'> = {
    ...fields,
    newest: read ? 1 : 0,
    usable: read && !read.faults.length ? 1 : null,
    archived_at: null,
    archived_by: null,
    deleted_at: null,
  };
  const thing = ref('message_template', state.id);
  const made = { verb: 'message_template.created', thing, facts: creation(row), ...undoable(context) };
  return accept([made, ...(read ? [newVersion({ template_id: state.id, n: 1, ...read }, context)] : [])]);
};

/** Every save is a version, also one that cannot be sent; the same wording again is none (ME-3, ME-4). Refuses conflict (ME-6). */
const save = (state: Standing, { content, seen }: Of<'save'>, { context, groups }: About): Decision => {
  const no = moved(state, seen, content);
  if (no) return no;
  const { template, newest } = state;
  const read = readWording(content, template.channel, groups);
  if (newest && canonical(newest.content as never) === canonical(read.content as never) && !read.removed.length)
    return accept([]);
  const n = (newest?.n ?? 0) + 1;
  const facts = difference(template, { newest: n, ...(read.faults.length ? {} : { usable: n }) });
  return accept([
    { verb: 'message_template.saved', thing: ref('message_template', template.id), facts },
    newVersion({ template_id: template.id, n, ...read }, context),
  ]);
};

const rename = (state: Standing, { do: _, ...changes }: Of<'change'>, context: Context): Decision =>
  (changes.name === undefined ? null : nameTaken(state, { ...state.template, name: changes.name })) ??
  told(state, 'changed', changes, context);

const restore = (state: Standing, { name = state.template.name }: Of<'restore'>, context: Context): Decision =>
  nameTaken(state, { ...state.template, name }) ??
  told(state, 'restored', { name, archived_at: null, archived_by: null }, context);

/** Refuses `in_use` while a step names it (ME-5). */
const inUse = ({ template, used_by }: Standing): Refusal | null =>
  used_by.length
    ? refused(
        'in_use',
        `«${template.name}» is named by ${plural(used_by.length, 'workflow', 'workflows')}: ${sayList(used_by.map(({ name }) => `«${name}»`))}. Choose another template there first.`,
        { used_by: used_by as never },
      )
    : null;

const nameTaken = (
  { others }: TemplateState,
  { channel, module, name }: Pick<Template, 'channel' | 'module' | 'name'>,
): Refusal | null =>
  others.some(
    (other) =>
      other.channel === channel && other.module === module && other.name.toLowerCase() === name.trim().toLowerCase(),
  )
    ? invalid(problem('/name', 'taken', `There is a template «${name}» already. Choose another name.`))
    : null;

const told = (
  { template }: Standing,
  did: string,
  changes: { [K in keyof Template]?: Template[K] | undefined },
  context: Context,
): Decision => {
  const facts: Facts = difference(template, changes);
  return accept(
    Object.keys(facts).length
      ? [{ verb: `message_template.${did}`, thing: ref('message_template', template.id), facts, ...undoable(context) }]
      : [],
  );
};

/** Applies an event to the row it names; a version that was just made is the newest. */
export const evolve = (state: TemplateState, event: Event): TemplateState =>
  kindOf(event.thing) === 'message_template'
    ? { ...state, template: changed<Template>(state.template, event) }
    : { ...state, newest: changed<TemplateVersion>(undefined, event) };
