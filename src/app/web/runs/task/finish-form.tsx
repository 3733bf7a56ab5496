import { Radio, Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useEffect, useRef } from 'react';
import type { Json, Refusal } from '#kernel/decision/model.ts';
import { isRefusal } from '#kernel/ui/client.ts';
import { Form } from '#kernel/ui/form/form.tsx';
import type { Ask, TaskStep } from '#workflows/definitions/content.ts';
import type { Finish } from '#workflows/runs/commands.ts';
import { subjectValue } from '#workflows/runs/conditions.ts';
import { canFinish, outcomesOf } from '#workflows/runs/finishing.ts';
import type { Task, Work } from '#workflows/runs/model.ts';
import { type At, fits } from '#workflows/runs/moves.ts';
import { stepOf } from '#workflows/runs/state.ts';
import { answerOf, textOf } from './answers.ts';
import { AskField, type FinishValues } from './ask-field.tsx';
import { words } from './words.ts';

interface FinishFormProps {
  at: At;
  /** Throws the refusal; it is shown over the form, and what was typed stays (WF-119). */
  finish: (typed: Finish) => Promise<unknown>;
  /** Goes up when somebody asks to finish: then the first field takes the focus. */
  asked: number;
}

/** The step of a task, if it is one of a workflow. */
export const taskStepOf = (work: Work, task: Task): TaskStep | undefined => {
  const step = stepOf(work, task.step_key);
  return step?.kind === 'task' ? step : undefined;
};

/** Whether finishing needs this form: questions, outcomes, or a reason against `finish_if` (WF-55). */
export const needsForm = (at: At): boolean => {
  const asks = taskStepOf(at.work, at.task)?.asks ?? [];
  return fits(at, 'finish') === null && (asks.length > 0 || outcomesOf(at).length > 0 || overrides(canFinish(at)));
};

const overrides = (no: Refusal | null): boolean => no?.code === 'not_yet' && no.facts?.override === true;

/** Answers, the outcome and, against `finish_if`, the reason (WF-52, WF-53, WF-55). */
export const FinishForm = ({ at, finish, asked }: FinishFormProps) => {
  const { work, task } = at;
  const step = taskStepOf(work, task);
  const asks = step?.asks ?? [];
  const outcomes = outcomesOf(at);
  const no = canFinish(at);
  const anyway = overrides(no);
  const form = useForm<FinishValues>({ initialValues: typedBefore(work, task, asks) });
  const box = useRef<HTMLDivElement>(null);
  /** What the subject said when the form was filled: a change by somebody else is then a conflict (WF-52). */
  const seen = useRef(seenFields(work, asks));
  useEffect(() => {
    if (asked > 0) box.current?.querySelector<HTMLElement>('input, textarea, button')?.focus();
  }, [asked]);
  const submit = async ({ outcome, answers, override_reason }: FinishValues) => {
    try {
      await finish({
        ...(outcomes.length ? { outcome } : {}),
        ...(asks.length ? { answers: answersOf(asks, answers), seen_fields: seen.current } : {}),
        ...(anyway && override_reason.trim() ? { override_reason: override_reason.trim() } : {}),
      });
    } catch (fault) {
      if (isRefusal(fault) && typeof fault.facts.field === 'string')
        seen.current = { ...seen.current, [fault.facts.field]: (fault.facts.theirs ?? null) as Json };
      throw fault;
    }
  };
  return (
    <div ref={box} className="task-part">
      <Form
        form={form}
        verb={anyway ? words.finish_anyway : words.finish}
        submit={submit}
        free
        why_not={anyway ? undefined : no?.because}
      >
        {outcomes.length > 0 && (
          <Radio.Group label={words.outcome} {...form.getInputProps('outcome')}>
            <div className="choice-lines">
              {outcomes.map((outcome) => (
                <Radio key={outcome} value={outcome} label={outcome} />
              ))}
            </div>
          </Radio.Group>
        )}
        {asks.map((ask) => (
          <AskField key={ask.key} ask={ask} work={work} form={form} />
        ))}
        {anyway && (
          <Textarea
            label={words.override}
            description={no?.because}
            autosize
            minRows={1}
            maxLength={500}
            {...form.getInputProps('override_reason')}
          />
        )}
      </Form>
    </div>
  );
};

/** What was answered before, else what the subject says. */
const typedBefore = (work: Work, task: Task, asks: readonly Ask[]): FinishValues => ({
  outcome: '',
  override_reason: '',
  answers: Object.fromEntries(
    asks.map(({ key, writes }) => [
      key,
      textOf(task.answers[key] ?? (writes ? (subjectValue(work.subject, writes) as Json) : null)),
    ]),
  ),
});

const seenFields = (work: Work, asks: readonly Ask[]): Record<string, Json> =>
  Object.fromEntries(
    asks.flatMap(({ writes }) => {
      const value = writes ? (subjectValue(work.subject, writes) ?? null) : null;
      return writes && typeof value !== 'object' ? [[writes, value as Json]] : writes ? [[writes, null]] : [];
    }),
  );

const answersOf = (asks: readonly Ask[], typed: Record<string, string>): Record<string, Json> =>
  Object.fromEntries(asks.map((ask) => [ask.key, answerOf(ask, typed[ask.key])]));
