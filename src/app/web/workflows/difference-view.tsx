import type { ActionStep, Content } from '#workflows/definitions/content.ts';
import { contentDifference, type FieldChange, type StepChange } from '#workflows/definitions/difference.ts';
import type { Facts } from './facts.ts';
import { fieldWords, sayField } from './say/difference.ts';
import { sayStep } from './say/step.ts';
import type { Said } from './say/who.ts';
import { words as said_words } from './say/words.ts';
import { words } from './words.ts';
import './difference.css';

interface DifferenceViewProps {
  before: Content | null;
  after: Content;
  facts: Facts | undefined;
}

/** What turns one design into another: a line per step that differs, before and after in words (WF-11). */
export const DifferenceView = ({ before, after, facts }: DifferenceViewProps) => {
  const { fields, steps } = contentDifference(before, after);
  const differing = steps.filter(({ change }) => change !== 'kept');
  const sides: Sides = { before: before && { content: before, facts }, after: { content: after, facts } };
  if (!fields.length && !differing.length) return <p className="quiet">{words.same}</p>;
  const count = (change: StepChange['change']) => differing.filter((step) => step.change === change).length;
  return (
    <div className="difference">
      {differing.length > 0 && (
        <p className="caption">
          {words.steps(differing.length)}:{' '}
          {words.counts(count('added'), count('changed'), count('moved'), count('removed'))}
        </p>
      )}
      {before && fields.length > 0 && (
        <div className="difference-step" data-change="changed">
          <p className="difference-title">{words.settings}</p>
          <FieldChanges fields={fields} sides={sides} />
        </div>
      )}
      <ul className="difference-steps">
        {differing.map((step) => (
          <li key={step.key + step.change} className="difference-step" data-change={step.change}>
            <p className="difference-title">
              <span className="difference-sign" aria-hidden>
                {SIGN[step.change]}
              </span>
              <span>{step.title}</span>
              <span className="caption">{words.change[step.change]}</span>
            </p>
            {step.change === 'added' && <p className="difference-new">{addedWords(step.key, sides.after)}</p>}
            <FieldChanges fields={step.fields} sides={sides} action={actionOf(step.key, after)} />
          </li>
        ))}
      </ul>
    </div>
  );
};

const SIGN = { added: '+', removed: '−', changed: '~', moved: '↕', kept: '' } as const;

interface Sides {
  before: Said | null;
  after: Said;
}

const addedWords = (key: string, said: Said): string => {
  const step = said.content.steps.find((one) => one.key === key);
  return step ? sayStep(step, said) : '';
};

const actionOf = (key: string, { steps }: Content): ActionStep['do'] | undefined => {
  const step = steps.find((one) => one.key === key);
  return step?.kind === 'action' ? step.do : undefined;
};

interface FieldChangesProps {
  fields: readonly FieldChange[];
  sides: Sides;
  action?: ActionStep['do'] | undefined;
}

const FieldChanges = ({ fields, sides, action }: FieldChangesProps) =>
  fields.length > 0 && (
    <dl className="difference-fields">
      {fields.map(({ field, before, after }) => (
        <div key={field} className="difference-field">
          <dt>{fieldWords(field)}</dt>
          <dd className="difference-before">
            <span className="unseen">{words.was}: </span>
            {told(field, before, sides.before ?? sides.after, action)}
          </dd>
          <dd className="difference-after">
            <span className="unseen">{words.is}: </span>
            {told(field, after, sides.after, action)}
          </dd>
        </div>
      ))}
    </dl>
  );

const told = (
  field: string,
  value: FieldChange['before'],
  said: Said,
  action: ActionStep['do'] | undefined,
): string => {
  const given = sayField(field, value, said, action);
  return given || (field === 'after' ? said_words.order.above : words.none);
};
