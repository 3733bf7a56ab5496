import { Checkbox, Select, TagsInput, TextInput } from '@mantine/core';
import { chooses, decides, QUESTION_KINDS, type Question, valuesOf } from '#forms/model.ts';
import { freeKey } from '#workflows/definitions/names.ts';
import { RowsField } from '../workflows/editor/rows-field.tsx';
import { words } from './words.ts';
import '../workflows/editor/fields.css';

interface QuestionsProps {
  questions: readonly Question[];
  set: (questions: Question[]) => void;
}

const KINDS = QUESTION_KINDS.map((value) => ({ value, label: words.kinds[value] }));

/** What is asked, one under the other: Enter adds, Alt and an arrow moves, an emptied question goes. */
export const QuestionsField = ({ questions, set }: QuestionsProps) => (
  <RowsField
    rows={questions}
    set={set}
    textOf={({ label }) => label}
    withText={(one, label) => ({ ...one, label })}
    make={(label, rows): Question => ({
      key: freeKey(
        label,
        rows.map(({ key }) => key),
      ),
      kind: 'short_text',
      label,
      required: true,
    })}
    nameOf={words.question}
    add={words.add_question}
    limit={60}
    length={2000}
    beside={(one, put) => (
      <Select
        className="question-kind"
        aria-label={`${one.label}: ${words.kind}`}
        allowDeselect={false}
        value={one.kind}
        data={KINDS}
        onChange={(kind) => kind && put(asKind(one, kind as Question['kind']))}
      />
    )}
    below={(one, put) => <More question={one} questions={questions} put={put} />}
  />
);

const asKind = ({ choices, ...one }: Question, kind: Question['kind']): Question =>
  chooses({ kind }) ? { ...one, kind, choices: choices ?? [] } : { ...one, kind };

interface MoreProps {
  question: Question;
  questions: readonly Question[];
  put: (question: Question) => void;
}

const More = ({ question, questions, put }: MoreProps) => {
  const { label, required, help, choices } = question;
  return (
    <div className="question-more">
      {chooses(question) && (
        <TagsInput
          aria-label={`${label}: ${words.choices}`}
          placeholder={words.choices_hint}
          maxTags={50}
          value={[...(choices ?? [])]}
          onChange={(next) => put({ ...question, choices: next })}
        />
      )}
      <TextInput
        aria-label={`${label}: ${words.help}`}
        placeholder={words.help_placeholder}
        maxLength={500}
        value={help ?? ''}
        onChange={(event) => put(withHelp(question, event.currentTarget.value))}
      />
      <div className="question-line">
        <Checkbox
          size="xs"
          label={words.required}
          aria-label={`${label}: ${words.required}`}
          checked={required}
          onChange={(event) => put({ ...question, required: event.currentTarget.checked })}
        />
        <ShownIf question={question} questions={questions} put={put} />
      </div>
    </div>
  );
};

const withHelp = ({ help: _, ...question }: Question, help: string): Question =>
  help ? { ...question, help } : question;

/** The earlier answer by which it is asked at all (IN-92). */
const ShownIf = ({ question, questions, put }: MoreProps) => {
  const earlier = questions.slice(0, questions.indexOf(question)).filter(decides);
  const offered = earlier.flatMap((one) =>
    valuesOf(one).map((is) => ({
      value: `${one.key} ${is}`,
      label: words.shown(one.label.slice(0, 60), words.values[is] ?? is),
    })),
  );
  const { shown_if, ...rest } = question;
  if (!offered.length && !shown_if) return null;
  const choose = (value: string | null) => {
    const [key = '', ...is] = value?.split(' ') ?? [];
    put(value ? { ...rest, shown_if: { question: key, is: is.join(' ') } } : rest);
  };
  return (
    <Select
      className="question-shown"
      aria-label={`${question.label}: ${words.shown_if}`}
      placeholder={words.always}
      clearable
      value={shown_if ? `${shown_if.question} ${shown_if.is}` : null}
      data={offered}
      onChange={choose}
    />
  );
};
