import { describe, expect, test } from 'vitest';
import type { Written } from './commands.ts';
import { action, Played, task } from './testing.ts';

const mail = (key: string, more: object = {}) =>
  action(key, { do: 'send_email', params: { template: 'template', to: 'subject' }, ...more });
const at = (n: number) => ({ anchor: 'run', n, unit: 'day' as const });

/** The worker wrote the message of a step. */
const written = (run: Played, key: string, as: Written = { is: 'planned' }, message = `message of ${key}`): Played => {
  const { id, attempt } = run.row(key);
  return run.as('machine').does({ do: 'action_written', task: id, attempt, message, as });
};
const became = (
  run: Played,
  key: string,
  state: 'planned' | 'sent' | 'failed' | 'unknown' | 'recalled',
  because: string | null = null,
) => run.as('machine').does({ do: 'message_became', message: `message of ${key}`, state, because });

describe('a step that sends', () => {
  test('ME-52 it becomes live so long before its time that its message can be stopped', () => {
    const run = new Played({ steps: [mail('welcome', { start: at(1) })] });
    expect(run.effects).toContainEqual({ do: 'wake', room: 'run', thing: 'run', at: '2026-11-24T08:50:00.000Z' });
    run.wakes('2026-11-24 08:50');
    expect(run.row('welcome')).toMatchObject({ state: 'ready', due_at: '2026-11-24T09:00:00.000Z' });
  });

  test('WF-60 it is done when the message has left, and what comes after waits for that', () => {
    const run = new Played({ steps: [mail('welcome'), task('call')] });
    written(run, 'welcome');
    expect(run.states()).toEqual({ welcome: 'ready' });
    became(run, 'welcome', 'sent');
    expect(run.states()).toEqual({ welcome: 'done', call: 'ready' });
  });

  test('ME-51 a job that comes twice writes nothing the second time', () => {
    const run = written(new Played({ steps: [mail('welcome')] }), 'welcome');
    const { id, attempt } = run.row('welcome');
    expect(run.refuses({ do: 'action_done', task: id, attempt })).toMatchObject({ code: 'stale' });
  });

  test('WF-60 ME-63 failed or unknown, it needs attention, is settled in the outbox alone, and then goes on', () => {
    for (const state of ['failed', 'unknown'] as const) {
      const run = written(new Played({ steps: [mail('welcome'), task('call')] }), 'welcome');
      became(run, 'welcome', state, '550 no such user');
      expect(run.row('welcome')).toMatchObject({ state: 'failed', needs_attention: '550 no such user' });
      expect(run.effects).toContainEqual(expect.objectContaining({ do: 'notify', verb: 'task.needs_attention' }));
      const no = run.as('mark').refuses({ do: 'retry_action', task: run.id('welcome') });
      expect(no).toMatchObject({ code: 'settle_message', facts: { message: 'message of welcome' } });
      became(run, 'welcome', 'planned');
      became(run, 'welcome', 'sent');
      expect(run.states()).toEqual({ welcome: 'done', call: 'ready' });
    }
  });

  test('WF-117 recalled, it is left out with the reason, and the run goes on', () => {
    const run = written(new Played({ steps: [mail('welcome'), task('call')] }), 'welcome');
    became(run, 'welcome', 'recalled', 'Sample Bakery must not be contacted.');
    expect(run.row('welcome')).toMatchObject({
      state: 'skipped',
      skipped_how: 'not_sent',
      reason: 'Sample Bakery must not be contacted.',
    });
    expect(run.row('call').state).toBe('ready');
  });

  test('WF-112 on hold what was written is stopped in the outbox, not written a second time', () => {
    const run = written(new Played({ steps: [mail('welcome')] }), 'welcome');
    run.as('mark').does({ do: 'hold', id: 'hold', reason: 'The client is away' });
    expect(run.row('welcome')).toMatchObject({ state: 'ready', message_id: 'message of welcome' });
    run.as('mark').does({ do: 'release', hold: 'hold', dates: 'shift' });
    expect(run.row('welcome')).toMatchObject({ state: 'ready', attempt: 1, message_id: 'message of welcome' });
  });
});

describe('late', () => {
  const stale = (step: object) => {
    const run = new Played({ steps: [step as never] });
    run.as('mark').does({ do: 'hold', id: 'hold', reason: 'Away' });
    run.at('2026-11-30 09:00').does({ do: 'release', hold: 'hold', dates: 'keep' });
    return run;
  };

  test('WF-43 PL-147 what goes to a client and is three days late is left to a person, and sent if they say so', () => {
    const run = stale(mail('welcome', { start: at(1) }));
    expect(run.row('welcome')).toMatchObject({ state: 'failed', due_at: '2026-11-24T09:00:00.000Z' });
    expect(run.row('welcome').needs_attention).toContain('late');
    run.as('mark').does({ do: 'retry_action', task: run.id('welcome') });
    expect(run.row('welcome')).toMatchObject({ state: 'ready', attempt: 2 });
  });

  test('WF-43 other actions run late', () => {
    expect(stale(action('note', { start: at(1) })).row('note').state).toBe('ready');
    const inside = { template: 'template', to: ['owner'] };
    expect(stale(mail('tell', { start: at(1), params: inside })).row('tell').state).toBe('ready');
  });
});

describe('looked at first', () => {
  const approving = () =>
    written(
      new Played({ steps: [mail('welcome', { approve_first: true, who: ['manager'] }), task('call')] }),
      'welcome',
      { is: 'to_approve', text: 'Hello' },
    );
  const asked = (run: Played) => run.state.tasks.find(({ title }) => title === 'Check and send: Welcome')!;

  test('WF-59 the task «Check and send» goes to who the step says, and is finished by sending or dropping', () => {
    const run = approving();
    expect(asked(run)).toMatchObject({ state: 'ready', instructions: 'Hello', message_id: 'message of welcome' });
    expect(asked(run).assignee_id).toBe(run.state.subject.roles.manager);
    const finish = { do: 'finish_task', task: asked(run).id } as const;
    expect(run.as('mark').refuses(finish)).toMatchObject({ kind: 'invalid', errors: [{ pointer: '/outcome' }] });
    run.does({ ...finish, outcome: 'send' });
    expect(asked(run)).toMatchObject({ state: 'done', outcome: 'send' });
    expect(run.states().call).toBeUndefined();
    became(run, 'welcome', 'planned');
    became(run, 'welcome', 'sent');
    expect(run.states()).toMatchObject({ welcome: 'done', call: 'ready' });
  });

  test('WF-59 recalled or sent from the outbox, there is nothing left to look at', () => {
    const run = approving();
    became(run, 'welcome', 'recalled', 'Somebody recalled it.');
    expect(asked(run)).toMatchObject({ state: 'done', outcome: 'drop' });
    expect(run.states()).toMatchObject({ welcome: 'skipped', call: 'ready' });
  });
});

test('ME-12 a message short of a value makes the task to find it, which ends by itself once it is there', () => {
  const run = written(new Played({ steps: [mail('welcome')] }), 'welcome', { is: 'short', of: ['client.first_name'] });
  const find = () => run.state.tasks.find(({ title }) => title === 'Missing for «Welcome»: client.first_name')!;
  expect(find()).toMatchObject({ state: 'ready', resolved_by: 'value_missing' });
  became(run, 'welcome', 'planned');
  expect(find().state).toBe('done');
  expect(run.row('welcome').state).toBe('ready');
});
