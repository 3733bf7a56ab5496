import { LIBRARY } from '#messages/templates/library.ts';
import { PARAMS, type Params, type STATUSES } from '#workflows/definitions/actions.ts';
import type { ActionStep } from '#workflows/definitions/content.ts';
import { fieldOf } from '#workflows/definitions/fields.ts';
import { sayValue } from './condition.ts';
import { sayTitles } from './order.ts';
import { type Said, sayPeople } from './who.ts';
import { words } from './words.ts';

/** What the machine does in a step: «Tells the manager: «…»», «Starts «Plan the year's work»». */
export const sayAction = (step: Pick<ActionStep, 'do' | 'params' | 'approve_first' | 'who'>, said: Said): string => {
  const read = PARAMS[step.do].safeParse(step.params);
  if (!read.success) return `${words.does[step.do]}. ${words.done.nothing_yet}`;
  switch (step.do) {
    case 'note':
      return words.done.note(quoted((read.data as Params<'note'>).text));
    case 'notify': {
      const { to, text } = read.data as Params<'notify'>;
      return words.done.notify(sayPeople(to, said).replaceAll(words.else, words.and), quoted(text));
    }
    case 'assign_role': {
      const { to, role } = read.data as Params<'assign_role'>;
      return words.done.assign_role(sayPeople(to, said), words.who[role] ?? role);
    }
    case 'set_status':
      return words.status_done[(read.data as { status: keyof typeof STATUSES }).status];
    case 'convert':
      return words.done.convert;
    case 'change_field': {
      const { field: name, value } = read.data as Params<'change_field'>;
      const fields = said.content.subject_kinds.map((kind) => fieldOf(kind, name, said.facts?.custom_fields));
      const field = fields.find((one) => one !== undefined);
      return words.done.change_field(field?.label ?? name, sayValue(value, field, said));
    }
    case 'add_tag':
    case 'remove_tag': {
      const { tag } = read.data as Params<'add_tag'>;
      return words.done[step.do](`«${said.facts?.tags.find(({ id }) => id === tag)?.name ?? tag}»`);
    }
    case 'start_workflow': {
      const { workflow } = read.data as Params<'start_workflow'>;
      return words.done.start_workflow(`«${workflowName(workflow, said)}»`);
    }
    case 'send_email':
    case 'send_sms': {
      const { template, to, attach = [] } = read.data as Params<'send_email'>;
      const own = said.facts?.message_templates.find(({ id }) => id === template);
      // a ready-made workflow names the messages that it brings along
      const name = (own ?? LIBRARY.find(({ key }) => key === template))?.name;
      const sent = words.done[step.do](name ? `«${name}»` : words.gone_template, sayRecipients(to, said));
      const who = sayPeople(step.who?.length ? step.who : ['owner'], said);
      const along = attach.length ? `${sent}, ${words.with_files(sayTitles(attach, said.content.steps))}` : sent;
      return step.approve_first ? `${along}${words.done.looked_at(who)}` : along;
    }
    default:
      return step.do satisfies never;
  }
};

const sayRecipients = (to: Params<'send_email'>['to'], said: Said): string =>
  to === 'subject' || to === 'primary_contact'
    ? words.recipients[to]
    : sayPeople(to, said).replaceAll(words.else, words.and);

const workflowName = (key: string, { facts }: Said): string =>
  facts?.workflows.find((one) => one.key === key || one.origin.startsWith(`template:${key}@`))?.name ??
  key.replaceAll('_', ' ').replace(/^./, (first) => first.toUpperCase());

const LONGEST = 140;
const quoted = (text: string): string =>
  `«${text.length > LONGEST ? `${text.slice(0, LONGEST).trimEnd()}…` : text.trim()}»`;
