import type { Instant } from '#ground/time.ts';
import type { Refusal } from '#kernel/decision/model.ts';
import { refused } from '#kernel/decision/rules.ts';
import type { Channel, Leave, Message } from '#messages/outbox/model.ts';
import { judge } from './conditions.ts';
import type { RunState, SubjectFacts } from './model.ts';
import { openHolds, phaseOf, stepOf, taskById } from './state.ts';

/** Why the message of a step is not written, and why one that is written does not leave any more. */

export const noRecipient = (channel: Channel): Refusal =>
  refused(
    'no_recipient',
    `No ${channel === 'email' ? 'e-mail address' : 'number that can be texted'} is known for whom this goes to.`,
  );

export const noForm = (key: string): Refusal =>
  refused(
    'form_missing',
    `The form «${key}» is not there any more, so nobody could be asked. Skip this step, or choose another form in the workflow.`,
  );

export const noWording = (title: string): Refusal =>
  refused(
    'template_unusable',
    `The message template of «${title}» has no wording that can be sent. Mend it, then try again.`,
  );

interface About {
  /** It goes to members. */
  inside: boolean;
  message: Pick<Message, 'subject_id' | 'task_id'>;
  subject: SubjectFacts | undefined;
  run: RunState | undefined;
}

/** Whether it may still leave, as far as its subject and its run go; asked again at the last moment (ME-55, WF-117). */
export const stillLeaves = ({ inside, message, subject, run }: About, at: Instant): Leave => {
  if (message.subject_id && !inside) {
    if (!subject) return recall('subject_gone', 'Whom it is about was erased or deleted.');
    if (subject.fields.do_not_contact === true)
      return recall('do_not_contact', `${subject.name} must not be contacted.`);
  }
  return run ? ofRun(run, message, at) : GO;
};

const ofRun = (run: RunState, { task_id }: About['message'], at: Instant): Leave => {
  const phase = phaseOf(run);
  if (phase === 'cancelled' || phase === 'completed')
    return recall('run_ended', `«${run.content.name}» is ${phase === 'cancelled' ? 'cancelled' : 'completed'}.`);
  if (phase === 'on_hold') {
    const reasons = openHolds(run.holds).map(({ reason }) => reason);
    return {
      go: false,
      instead: 'hold',
      code: 'run_on_hold',
      because: `«${run.content.name}» is on hold: ${reasons.join(', ')}`,
    };
  }
  const row = task_id ? taskById(run, task_id) : undefined;
  const condition = row && stepOf(run, row.step_key)?.only_if;
  if (condition && !judge(condition, run, at).holds)
    return recall('not_applicable', `What «${row.title}» depends on does not hold any more.`);
  return GO;
};

const GO: Leave = { go: true };
const recall = (code: string, because: string): Leave => ({ go: false, instead: 'recall', code, because });
