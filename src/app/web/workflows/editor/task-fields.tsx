import { Checkbox, Select, TagsInput } from '@mantine/core';
import { ASK_TYPES, type Ask, type Content, type TaskStep } from '#workflows/definitions/content.ts';
import { FIELDS, fieldOf } from '#workflows/definitions/fields.ts';
import { freeKey } from '#workflows/definitions/names.ts';
import type { DesignSaid } from '../design-view.tsx';
import { words as said_words } from '../say/words.ts';
import { RowsField } from './rows-field.tsx';
import { words } from './words.ts';

type Line = NonNullable<TaskStep['checklist']>[number];

const keyFor = (text: string, rows: readonly { key: string }[]): string =>
  freeKey(
    text,
    rows.map(({ key }) => key),
  );

/** Lines to tick off; those that must be ticked hold the task open (WF-51). */
export const ChecklistField = ({ lines, set }: { lines: readonly Line[]; set: (lines: Line[]) => void }) => (
  <RowsField
    rows={lines}
    set={set}
    textOf={({ text }) => text}
    withText={(line, text) => ({ ...line, text })}
    make={(text, rows) => ({ key: keyFor(text, rows), text, required: true })}
    nameOf={words.line}
    add={words.add_line}
    limit={30}
    length={300}
    beside={(line, put) => (
      <Checkbox
        size="xs"
        label={words.must_short}
        aria-label={`${line.text}: ${words.must}`}
        checked={line.required}
        onChange={(event) => put({ ...line, required: event.currentTarget.checked })}
      />
    )}
  />
);

/** The named answers a task is finished with (WF-53). */
export const OutcomesField = ({
  outcomes,
  set,
}: {
  outcomes: readonly string[];
  set: (outcomes: string[]) => void;
}) => (
  <RowsField
    rows={outcomes}
    set={set}
    textOf={(outcome) => outcome}
    withText={(_, text) => text}
    make={(text) => text}
    nameOf={words.outcome}
    add={words.add_outcome}
    limit={10}
    length={40}
  />
);

interface AsksFieldProps {
  asks: readonly Ask[];
  set: (asks: Ask[]) => void;
  said: DesignSaid;
}

/** Values a task asks for, and the field of the subject an answer changes (WF-52). */
export const AsksField = ({ asks, set, said }: AsksFieldProps) => (
  <RowsField
    rows={asks}
    set={set}
    textOf={({ label }) => label}
    withText={(ask, label) => ({ ...ask, label })}
    make={(label, rows): Ask => ({ key: keyFor(label, rows), label, type: 'text', required: true })}
    nameOf={words.ask}
    add={words.add_ask}
    limit={20}
    length={120}
    beside={(ask, put) => (
      <Select
        className="ask-type"
        aria-label={`${ask.label}: ${words.ask_type}`}
        allowDeselect={false}
        value={ask.type}
        data={ASK_TYPES.filter((type) => type !== 'authorization' || said.content.subject_kinds.includes('client')).map(
          (value) => ({ value, label: said_words.ask_type[value] }),
        )}
        onChange={(to) => to && put(retyped(ask, to as Ask['type']))}
      />
    )}
    below={(ask, put) => <AskMore ask={ask} put={put} said={said} />}
  />
);

const AskMore = ({ ask, put, said }: { ask: Ask; put: (ask: Ask) => void; said: DesignSaid }) => {
  const fields = writable(ask, said);
  return (
    <div className="ask-more">
      <Checkbox
        size="xs"
        label={words.must_answer}
        checked={ask.required}
        onChange={(event) => put({ ...ask, required: event.currentTarget.checked })}
      />
      {(fields.length > 0 || ask.writes) && (
        <div className="ask-writes">
          <span>{words.writes}</span>
          <Select
            aria-label={`${ask.label}: ${words.writes}`}
            clearable
            placeholder={words.writes_nothing}
            value={ask.writes ?? null}
            data={fields}
            onChange={(to) => put(withWrites(ask, to))}
          />
        </div>
      )}
      {ask.type === 'choice' && (
        <TagsInput
          className="ask-choices"
          label={words.choices}
          placeholder={words.choices_hint}
          maxTags={50}
          value={[...(ask.choices ?? [])]}
          onChange={(choices) => put({ ...ask, choices })}
        />
      )}
    </div>
  );
};

const retyped = ({ choices, writes: _, ...ask }: Ask, type: Ask['type']): Ask =>
  type === 'choice' ? { ...ask, type, choices: choices ?? [] } : { ...ask, type };

const withWrites = ({ writes: _, ...ask }: Ask, writes: string | null): Ask => (writes ? { ...ask, writes } : ask);

/** The fields an answer of this type may be written to: one that every kind of subject has, of a type that takes it. */
const writable = (ask: Ask, { content, facts }: DesignSaid): { value: string; label: string }[] => {
  const { subject_kinds } = content as Content;
  const [first = 'client'] = subject_kinds;
  const own = FIELDS[first].map(({ field }) => field);
  const custom = (facts?.custom_fields ?? []).map(({ key }) => `custom.${key}`);
  return [...own, ...custom].flatMap((name) => {
    const fields = subject_kinds.map((kind) => fieldOf(kind, name, facts?.custom_fields));
    const fits = fields.every((field) => field?.writable && takes(field.type, ask.type));
    return fits && fields[0] ? [{ value: name, label: fields[0].label }] : [];
  });
};

const takes = (field: string, ask: string): boolean =>
  field === ask || (['text', 'choice'].includes(field) && ['text', 'choice'].includes(ask));
