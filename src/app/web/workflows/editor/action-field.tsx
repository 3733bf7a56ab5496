import { Select, TextInput } from '@mantine/core';
import { CLIENT_ROLES, STATUSES } from '#workflows/definitions/actions.ts';
import { ACTIONS, type ActionStep } from '#workflows/definitions/content.ts';
import type { DesignSaid } from '../design-view.tsx';
import { capital } from '../say/who.ts';
import { words as said_words } from '../say/words.ts';
import { ChangeFieldParams } from './change-field-params.tsx';
import { MergeText } from './merge-text.tsx';
import { MessageParams } from './message-params.tsx';
import { type Params, type ParamsProps, text } from './params.ts';
import { People } from './people-param.tsx';
import { words } from './words.ts';

interface ActionFieldProps {
  step: ActionStep;
  said: DesignSaid;
  set: (changes: { do?: ActionStep['do']; params?: Params; approve_first?: boolean | undefined }) => void;
}

/** What the machine does, and with what (WF-58). */
export const ActionField = ({ step, said, set }: ActionFieldProps) => {
  const put: ParamsProps['put'] = (changes) => {
    const all = Object.entries({ ...step.params, ...changes }).filter(([, value]) => value !== undefined);
    set({ params: Object.fromEntries(all) as Params });
  };
  const props = { params: step.params, put, said, step, change: set };
  return (
    <div className="stack">
      <Select
        aria-label={words.does}
        allowDeselect={false}
        value={step.do}
        data={ACTIONS.map((value) => ({ value, label: said_words.does[value] }))}
        onChange={(to) => to && to !== step.do && set({ do: to as ActionStep['do'], params: {} })}
      />
      <ParamsOf {...props} />
    </div>
  );
};

const ParamsOf = (props: ParamsProps) => {
  const { step, params, put, said } = props;
  switch (step.do) {
    case 'note':
      return <TextParam {...props} />;
    case 'notify':
      return (
        <>
          <People {...props} label={words.to} />
          <TextParam {...props} />
        </>
      );
    case 'assign_role':
      return (
        <>
          <Select
            label={words.role}
            value={text(params.role)}
            data={CLIENT_ROLES.map((value) => ({ value, label: capital(said_words.who[value] ?? value) }))}
            onChange={(role) => role && put({ role })}
          />
          <People {...props} label={words.gets_role} />
        </>
      );
    case 'set_status':
      return <StatusParams {...props} />;
    case 'convert':
      return <p className="quiet">{words.convert_text}</p>;
    case 'change_field':
      return <ChangeFieldParams {...props} />;
    case 'add_tag':
    case 'remove_tag':
      return (
        <Select
          label={words.tag}
          searchable
          value={text(params.tag)}
          description={said.facts?.tags.length === 0 ? words.no_tags : undefined}
          data={(said.facts?.tags ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(tag) => tag && put({ tag })}
        />
      );
    case 'start_workflow':
      return (
        <Select
          label={words.workflow}
          searchable
          value={text(params.workflow)}
          data={(said.facts?.workflows ?? [])
            .filter(({ archived, subject_kinds }) => !archived && fits(subject_kinds, said))
            .map(({ key, name }) => ({ value: key, label: name }))}
          onChange={(workflow) => workflow && put({ workflow })}
        />
      );
    case 'send_email':
    case 'send_sms':
      return <MessageParams {...props} />;
    default:
      return step.do satisfies never;
  }
};

const fits = (kinds: readonly string[], { content }: DesignSaid): boolean =>
  kinds.some((kind) => (content.subject_kinds as readonly string[]).includes(kind));

const TextParam = ({ params, put, said }: ParamsProps) => (
  <MergeText
    label={words.text}
    description={words.text_hint}
    value={text(params.text) ?? ''}
    set={(typed) => put({ text: typed || undefined })}
    said={said}
  />
);

const StatusParams = ({ params, put, said, step }: ParamsProps) => {
  const statuses = (Object.keys(STATUSES) as (keyof typeof STATUSES)[]).filter((status) =>
    fits(STATUSES[status], said),
  );
  const at = said.content.steps.findIndex(({ key }) => key === step.key);
  const ends = said.content.steps
    .slice(0, at)
    .flatMap((one) => (one.kind === 'task' && one.outcomes?.length ? [one] : []))
    .map(({ key, title }) => ({ value: `of:${key}`, label: words.waitlist_by_step(title) }));
  const end = params.outcome_of ? `of:${params.outcome_of}` : text(params.outcome);
  return (
    <>
      <Select
        label={words.status}
        value={text(params.status)}
        data={statuses.map((value) => ({ value, label: capital(said_words.status[value]) }))}
        onChange={(status) => status && put({ status, reason: undefined, outcome: undefined, outcome_of: undefined })}
      />
      {params.status === 'inactive' && (
        <TextInput
          label={words.reason}
          description={words.reason_hint}
          maxLength={500}
          value={text(params.reason) ?? ''}
          onChange={(event) => put({ reason: event.currentTarget.value || undefined })}
        />
      )}
      {params.status === 'off_waitlist' && (
        <Select
          label={words.waitlist_end}
          clearable
          value={end}
          data={[
            ...Object.entries(said_words.waitlist).map(([value, label]) => ({ value, label: capital(label) })),
            ...ends,
          ]}
          onChange={(to) =>
            put(
              to?.startsWith('of:')
                ? { outcome: undefined, outcome_of: to.slice('of:'.length) }
                : { outcome: to ?? undefined, outcome_of: undefined },
            )
          }
        />
      )}
    </>
  );
};
