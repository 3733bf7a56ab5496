import { MultiSelect, Switch } from '@mantine/core';
import { Plus, X } from 'lucide-react';
import { Segments } from '#kernel/ui/tabs.tsx';
import type { ReviewStep } from '#workflows/definitions/content.ts';
import type { DesignSaid } from '../design-view.tsx';
import { focusIn } from './focus.ts';
import { Part } from './part.tsx';
import { WhoField } from './who-field.tsx';
import { words } from './words.ts';

interface ReviewFieldProps {
  step: ReviewStep;
  said: DesignSaid;
  set: (changes: Partial<Record<keyof ReviewStep, unknown>>) => void;
}

/** What a review looks at, who looks, and what happens where nobody is found (WF-135 … WF-139). */
export const ReviewField = ({ step, said, set }: ReviewFieldProps) => {
  const tasks = said.content.steps.filter(({ kind }) => kind === 'task');
  const known = tasks.map(({ key, title }) => ({ value: key, label: title }));
  const gone = step.of.filter((key) => !tasks.some((task) => task.key === key));
  return (
    <>
      <Part name="of" label={words.judges} hint={words.judges_hint}>
        <MultiSelect
          aria-label={words.judges}
          searchable
          hidePickedOptions
          value={step.of}
          data={[...known, ...gone.map((key) => ({ value: key, label: key }))]}
          onChange={(of) => set({ of })}
        />
      </Part>
      <Part name="who" label={words.looks(step.reviewers.length)} hint={words.reviewers_hint}>
        <Looks step={step} said={said} set={set} />
      </Part>
      <Part name="at_least" label={words.at_least}>
        <Segments
          label={words.at_least}
          value={String(step.at_least)}
          options={([0, 1, 2] as const)
            .filter((n) => n <= step.reviewers.length || n === step.at_least)
            .map((n) => ({ value: String(n), label: words.at_least_n[n] }))}
          onChange={(n) => set({ at_least: Number(n) })}
        />
        <p className="part-hint-below">{words.at_least_hint[step.at_least]}</p>
        <Switch
          size="xs"
          withThumbIndicator={false}
          label={words.allow_self}
          description={words.allow_self_hint}
          checked={step.allow_self}
          onChange={(event) => set({ allow_self: event.currentTarget.checked })}
        />
      </Part>
    </>
  );
};

/** One list of people per look; the second can be taken away. */
const Looks = ({ step: { key, reviewers, at_least }, said, set }: ReviewFieldProps) => {
  const two = reviewers.length === 2;
  const add = () => {
    set({ reviewers: [...reviewers, []] });
    focusIn(document, '.panel [data-look="2"] [role=combobox]');
  };
  const remove = () => {
    set({ reviewers: reviewers.slice(0, 1), at_least: Math.min(at_least, 1) });
    focusIn(document, '.panel .look-add');
  };
  return (
    <div className="looks-field">
      {reviewers.map((rules, index) => (
        <div key={index} data-look={index + 1} className="look-field">
          {two && (
            <div className="look-head">
              <h3>{words.look_n[index]}</h3>
              {index === 1 && (
                <button
                  type="button"
                  className="icon-button"
                  aria-label={words.remove(words.look_n[1]!)}
                  onClick={remove}
                >
                  <X />
                </button>
              )}
            </div>
          )}
          <WhoField
            label={two ? words.look_n[index]! : words.looks(1)}
            rules={rules}
            set={(to) => set({ reviewers: reviewers.with(index, to) })}
            said={said}
            empty={words.nobody_reviews}
            step={key}
          />
        </div>
      ))}
      {!two && (
        <button type="button" className="more-add look-add" onClick={add}>
          <Plus aria-hidden />
          {words.second_look}
        </button>
      )}
    </div>
  );
};
