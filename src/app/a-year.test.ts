import { sql } from 'kysely';
import { expect, test } from 'vitest';
import type { Id } from '#ground/id.ts';
import { addDays, type Instant, instantOf, type PlainDate } from '#ground/time.ts';
import { inPractice } from '#kernel/database/practice.ts';
import type { Who } from '#kernel/decision/model.ts';
import { perform } from '#kernel/loop/perform.ts';
import { moveClock } from '#kernel/sandbox/clock.ts';
import { writtenTemplate } from '#messages/templates/testing.ts';
import { member, published } from '#workflows/launch/testing.ts';
import type { RunCommand } from '#workflows/runs/commands.ts';
import type { Task } from '#workflows/runs/model.ts';
import type { Line, Simulation } from '#workflows/simulation/model.ts';
import { v1 } from './contract.ts';
import { runs } from './rooms.ts';
import { testApi, testPlace, testPractice, testWho, useTestHouse } from './testing.ts';

const house = useTestHouse();
const ZONE = 'Europe/London';
const START = '2026-12-15';
const DAYS = 365;

const STEPS = [
  {
    key: 'records',
    kind: 'task',
    title: 'Collect the records',
    who: ['owner'],
    checklist: [{ key: 'bank', text: 'Bank statements' }],
    due: { anchor: 'period_end', n: -10, unit: 'day' },
  },
  {
    key: 'books',
    kind: 'task',
    title: 'Post the books',
    who: ['owner'],
    asks: [{ key: 'total', label: 'Total', type: 'money', required: true }],
    due: { anchor: 'period_end', n: -5, unit: 'business_day' },
  },
  {
    key: 'look',
    kind: 'review',
    title: 'Look at the books',
    of: ['books'],
    reviewers: [['reviewer'], ['second_reviewer']],
    due: { anchor: 'ready', n: 2, unit: 'business_day' },
  },
  {
    key: 'approve',
    kind: 'form',
    title: 'The client approves',
    after: ['records'],
    form: 'month_approved',
    recipient: 'subject',
    who: ['owner'],
    reminders: [2],
    expires_after: 20,
    due: { anchor: 'ready', n: 4, unit: 'business_day' },
  },
  {
    key: 'remind',
    kind: 'action',
    title: 'Three days left',
    after: [],
    do: 'send_email',
    start: { anchor: 'period_end', n: -3, unit: 'day' },
  },
  {
    key: 'closed',
    kind: 'action',
    title: 'The month is closed',
    after: ['look', 'approve'],
    do: 'send_sms',
    start: { anchor: 'period_end', n: 1, unit: 'day' },
  },
] as const;

const MONTHLY = { kind: 'scheduled', anchor: '2027-01-01', period: { kind: 'interval' } } as const;

type Api = ReturnType<typeof testApi>;
const ok = async (answer: ReturnType<Api>) => {
  const { status, body, headers } = await answer;
  expect(status, JSON.stringify(body)).toBeLessThan(300);
  return { ...body, seen: { 'if-match': headers.get('etag') ?? '' } };
};

const wording = async (api: Api, channel: 'email' | 'sms', text: string): Promise<Id> => {
  const words = `${text}, {{ run.name }}`;
  const variant = channel === 'email' ? { subject: text, body: `<p>${words}</p>` } : { body: words };
  const { id } = await ok(api('POST', '/message-templates', writtenTemplate({ channel, name: text, ...variant })));
  return id;
};

/** A practice in a sandbox, its people, and three clients with the tag: one in Auckland, one whom no text reaches. */
const practiceOf = async () => {
  const practice = await testPractice(house.kernel, { kind: 'sandbox', now: `${START}T09:00:00.000Z` });
  const owner = testWho('Owner');
  const team: Record<string, Who> = { owner, reviewer: testWho('Manager'), second_reviewer: testWho('Manager') };
  for (const [role, who] of Object.entries(team)) await member(house.kernel, practice, who, `Sample ${role}`);
  const api = testApi(house.kernel, practice, [v1(house.house)], owner);
  const tag = await ok(api('POST', '/tags', { name: 'Monthly', applies_to: ['client'] }));
  const clients: Id[] = [];
  for (const [name, more] of [
    ['Amber Bakery', {}],
    ['Birch Boats', { time_zone: 'Pacific/Auckland' }],
    ['Copper Café', { phones: [] }],
  ] as const) {
    const slug = name.split(' ')[0]!.toLowerCase();
    const client = await ok(
      api('POST', '/clients', {
        form: 'organisation',
        organisation_name: name,
        emails: [{ address: `books@${slug}.example`, label: 'work', primary: true }],
        phones: [{ number: `+44 7700 90000${clients.length + 1}`, label: 'mobile', primary: true }],
        tags: [tag.id],
        ...more,
      }),
    );
    clients.push(client.id);
    for (const role of ['reviewer', 'second_reviewer'])
      await ok(api('POST', '/role-holdings', { person: client.id, role, member: team[role]!.member_id }));
  }
  return { practice, owner, team: Object.values(team), api, tag: tag.id as Id, clients };
};

const QUESTIONS = [{ key: 'approved', kind: 'yes_no', label: 'Do you approve the month?' }];

const workflowOf = async (api: Api): Promise<Id> => {
  await ok(api('POST', '/forms', { title: 'Month approved', questions: QUESTIONS }));
  const params = {
    remind: { template: await wording(api, 'email', 'Three days are left'), to: 'subject' },
    closed: { template: await wording(api, 'sms', 'All is filed'), to: 'subject' },
  };
  const steps = STEPS.map((step) => (step.key in params ? { ...step, params: params[step.key as 'remind'] } : step));
  return published(api, 'Monthly books', steps, { period: 'ask' });
};

/** What somebody does who does what is due: ticks the lines, gives the answers, approves; the client answers the form. */
const actOn = ({ id, kind, round }: Task, step: (typeof STEPS)[number] | undefined): RunCommand[] => {
  if (kind === 'review') return [{ do: 'approve', task: id }];
  if (kind === 'form') return [{ do: 'client_answered', task: id, round, answers: { approved: 'yes' }, files: [] }];
  const lines = step && 'checklist' in step ? step.checklist : [];
  const answers = step && 'asks' in step ? { total: '1.00' } : {};
  return [
    ...lines.map(({ key }): RunCommand => ({ do: 'tick', task: id, line: key })),
    { do: 'finish_task', task: id, answers },
  ];
};

type At = Awaited<ReturnType<typeof practiceOf>>;

const openTasks = ({ practice }: At, today: PlainDate): Promise<Task[]> =>
  inPractice(house.kernel.db, practice, async ({ tx }) => {
    const { rows } = await sql<Task>`
      select t.* from app.task t join app.run r on r.practice_id = t.practice_id and r.id = t.run_id
      where t.practice_id = ${practice} and t.state in ('ready', 'in_progress') and t.kind <> 'action'
        and coalesce(t.due_on, ${today}) <= ${today}
      order by r.subject_id, t.id`.execute(tx);
    return rows;
  });

/** At noon everybody does what is due, until nothing is. */
const noon = async (at: At, today: PlainDate): Promise<void> => {
  for (let due = await openTasks(at, today); due.length; due = await openTasks(at, today))
    for (const task of due) {
      const who = at.team.find(({ member_id }) => member_id === task.assignee_id) ?? at.owner;
      const step = STEPS.find(({ key }) => key === task.step_key);
      for (const command of actOn(task, step)) {
        const done = await perform(house.kernel, testPlace(at.practice, who), runs, { id: task.run_id!, command });
        if (!done.yes) throw new Error(`${task.title}: ${done.because}`);
      }
    }
};

const TOLD: Readonly<Record<string, string>> = {
  'run.launched': 'started',
  'task.ready': 'ready',
  'task.added': 'ready',
  'task.approved': 'approved',
  'task.asked': 'ready',
  'task.answered': 'done',
  'task.finished': 'done',
  'message.sent': 'action',
  'action.done': 'action',
  'action.not_sent': 'left_out',
  'run.completed': 'completed',
};

/**
 * What the practice's own rows say happened: when, what, of which step, on whom, for which period. A letter of a form is told
 * when it leaves; that of an action is done then.
 */
const happened = ({ practice }: At): Promise<string[]> =>
  inPractice(house.kernel.db, practice, async ({ tx }) => {
    const { rows } = await sql<{ at: Instant; verb: string; step: string | null; client: string; period: string }>`
      select e.at, e.verb, coalesce(t.step_key, t.title) as step, p.display_name as client, r.period_start as period
      from app.event e join app.run r on r.practice_id = e.practice_id and r.id = e.run_id
      join app.person p on p.practice_id = r.practice_id and p.id = r.subject_id
      left join app.message m on m.practice_id = e.practice_id and e.thing = 'message:' || m.id
      left join app.task t on t.practice_id = e.practice_id and (e.thing = 'task:' || t.id or m.task_id = t.id)
      where e.practice_id = ${practice} and e.verb = any(${Object.keys(TOLD)})
        and (e.verb <> 'message.sent' or t.kind = 'form') order by e.id`.execute(tx);
    return rows.map(({ at, verb, step, client, period }) => [at, TOLD[verb], step, client, period].join(' '));
  });

const promised = (lines: readonly Line[]): string[] =>
  lines
    .filter(({ what }) => what !== 'open')
    .map(({ at, what, step, title, subject_name, period }) => {
      const of = what === 'started' || what === 'completed' ? '' : (step ?? title);
      return [at, what, of, subject_name, period!.start].join(' ');
    });

const texts = ({ practice }: At): Promise<string[]> =>
  inPractice(house.kernel.db, practice, async ({ tx }) => {
    const { rows } = await sql<{ at: Instant; to: string; text: string }>`
      select accepted_at as at, recipients -> 0 ->> 'name' as to, concat_ws(E'\\n\\n', subject, body) as text
      from app.message where practice_id = ${practice} and state = 'sent' and run_id is not null`.execute(tx);
    return rows.map(({ at, to, text }) => `${at} ${to} ${text}`);
  });

test('WF-157 PL-142 CA-45 a year of a workflow that repeats for a tag is the list that its simulation promised, line by line', async () => {
  const at = await practiceOf();
  const workflow = await workflowOf(at.api);
  const simulation: Simulation = await ok(
    at.api('POST', '/simulations', {
      workflow,
      subjects: at.clients,
      start: START,
      horizon: DAYS,
      repeats: MONTHLY,
    }),
  );
  expect(simulation.summary).toMatchObject({ subjects: 3, started: 3, completed: 33 });

  await ok(at.api('POST', '/cadences', { workflow, cadence: MONTHLY, tags: [at.tag], owner: at.owner.member_id }));
  for (let n = 0; n <= DAYS; n += 1) {
    const day = addDays(START, n);
    const moved = await moveClock(house.kernel, testPlace(at.practice, at.owner), instantOf(day, '12:00', ZONE), {
      onFault: (error) => {
        throw error;
      },
    });
    if (!moved.yes) throw new Error(moved.because);
    await noon(at, day);
  }
  await moveClock(house.kernel, testPlace(at.practice, at.owner), instantOf(addDays(START, DAYS), '23:59', ZONE));

  expect((await happened(at)).sort()).toEqual(promised(simulation.lines).sort());
  const sent = simulation.lines.filter(({ message }) => message);
  expect(sent).toHaveLength(11 * 3 + 11 * 2 + 11 * 3 * 2);
  expect((await texts(at)).sort()).toEqual(sent.map((one) => `${one.at} ${one.to[0]} ${one.text}`).sort());
}, 240_000);
