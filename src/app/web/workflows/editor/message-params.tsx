import { Checkbox, MultiSelect, Select } from '@mantine/core';
import { SENDS, sends } from '#workflows/definitions/actions.ts';
import { RECIPIENTS } from '#workflows/definitions/content.ts';
import { finishedBefore } from '#workflows/definitions/order.ts';
import { capital } from '../say/who.ts';
import { words as said_words } from '../say/words.ts';
import { type ParamsProps, text } from './params.ts';
import { People } from './people-param.tsx';
import { words } from './words.ts';

/** Which template goes to whom, and whether somebody looks at it first (ME-2, WF-58, WF-59). */
export const MessageParams = (props: ParamsProps) => {
  const { step, params, put, said, change } = props;
  const channel = sends(step) ? SENDS[step.do] : 'email';
  const templates = (said.facts?.message_templates ?? []).filter((one) => one.channel === channel && !one.archived);
  const outside = (RECIPIENTS as readonly unknown[]).includes(params.to);
  return (
    <>
      <Select
        label={words.template}
        searchable
        value={text(params.template)}
        description={templates.length === 0 ? words.no_templates : undefined}
        data={templates.map(({ id, name, usable }) => ({ value: id, label: usable ? name : words.unusable(name) }))}
        renderOption={({ option }) => (
          <span className="template-option">
            <span>{option.label}</span>
            <span className="caption">
              {words.used_by(templates.find(({ id }) => id === option.value)?.used_by ?? 0)}
            </span>
          </span>
        )}
        onChange={(template) => template && put({ template })}
      />
      <Select
        label={words.receives}
        value={outside ? String(params.to) : params.to === undefined ? null : 'members'}
        data={[
          ...RECIPIENTS.map((value) => ({ value, label: capital(said_words.recipients[value]) })),
          ...(channel === 'email' ? [{ value: 'members', label: words.members }] : []),
        ]}
        onChange={(to) => to && put({ to: to === 'members' ? ['owner'] : to })}
      />
      {!outside && params.to !== undefined && <People {...props} label={words.receives} />}
      {channel === 'email' && <FilesAlong {...props} />}
      {outside && (
        <Checkbox
          label={words.approve_first}
          description={words.approve_first_hint}
          checked={step.approve_first === true}
          onChange={(event) => change({ approve_first: event.currentTarget.checked || undefined })}
        />
      )}
    </>
  );
};

/** Steps whose files go along: tasks and forms that are finished before it, and those that were chosen (ME-30). */
const FilesAlong = ({ step, params, put, said: { content } }: ParamsProps) => {
  const chosen = Array.isArray(params.attach) ? params.attach : [];
  const before = finishedBefore(content.steps).get(step.key);
  const from = content.steps.filter(
    ({ key, kind }) => chosen.includes(key) || ((kind === 'task' || kind === 'form') && before?.has(key)),
  );
  if (!from.length) return null;
  return (
    <MultiSelect
      label={words.attach}
      description={words.attach_hint}
      placeholder={chosen.length ? '' : words.attach_nothing}
      value={chosen}
      data={from.map(({ key, title }) => ({ value: key, label: title }))}
      onChange={(attach) => put({ attach: attach.length ? attach : undefined })}
    />
  );
};
