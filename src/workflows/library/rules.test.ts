import { describe, expect, test } from 'vitest';
import { listsOf } from '#workflows/definitions/checklist-reviews.ts';
import { type Offset, predecessors, type Step } from '#workflows/definitions/content.ts';
import { sayDays, totalDays } from '#workflows/definitions/days.ts';
import { TEMPLATES, templateOf } from './templates.ts';
import { on } from './writing.ts';

/**
 * The table of the library: template, then per step its key, group, what it is now (T task, or the action), who, after, and
 * start → due. `-`: the run owner, or nothing.
 */
const TABLE = `
new_prospect prospect
  need       Begin T launcher                  -                     - r+1b
  conflict   Begin T launcher                  need                  - r+1b
  thanks     Work  send_email -            conflict              - -
  talk       Work  T assignee,launcher         thanks                - r+3b
  offer      Work  T assignee,launcher         talk                  - r+3b
  answer     Check T assignee,launcher         offer                 - r+10b
  to_client  Close convert -                   answer                - -
  to_list    Close start_workflow -            answer                - -
  to_end     Close start_workflow -            answer                - -
add_to_waitlist prospect
  wish       Begin T launcher                  -                     - r+1b
  enter      Work  set_status -                wish                  - -
  tell       Work  send_email -            enter                 - -
  still      Check F launcher,owner            tell                  step:enter+3m r+10b
  place      Close T manager,owner             still                 - r+3b
  off        Close set_status -                place                 - -
deactivate_prospect prospect
  why        Begin T launcher                  -                     - r+1b
  tidy       Work  T launcher                  why                   - r+2b
  bye        Work  send_email -            tidy                  - -
  sure       Check R manager                   bye                   - r+2b
  off        Close set_status -                sure                  - -
  papers     Close T role:Admin                off                   step:off+12m r+10b
client_onboarding prospect,client
  letter     Begin T manager,launcher          -                     - run+3b
  identity   Begin T assignee,launcher         -                     - run+3b
  accept     Work  R partner                   letter,identity       - r+2b
  to_client  Work  convert -                   accept                - -
  details    Work  F assignee,owner            to_client             - r+10b
  authority  Work  T assignee,owner            to_client             - r+5b
  previous   Work  T assignee,owner            to_client             - r+0b
  books      Check T assignee,owner            details               - r+5b
  setup      Close T manager                   authority,books       - r+3b
  welcome    Close send_email -            setup                 - -
  call       Close T partner                   welcome               run+30d r+5b
client_offboarding client
  reason     Begin T manager,launcher          -                     - run+1b
  open       Begin T assignee,owner            reason                - run+3b
  stop       Work  T manager,owner             open                  - run+5b
  records    Work  T assignee,owner            open                  - date+0d
  authority  Work  T assignee,owner            open                  - date+5b
  ok         Check R partner                   stop,records          - r+2b
  bye        Close send_email manager,owner ok                    date+0d -
  off        Close set_status -                authority,bye         date+1d -
authorization_renewal client
  needed     Begin T assignee,owner            -                     - r+5b
  sign       Work  F assignee,owner            needed                - r+10b
  record     Work  T assignee,owner            sign                  - record:valid_to-10b
  checked    Check R reviewer,manager          record                - r+3b
  lapse      Close notify -                    needed                record:valid_to+0d -
schedule_setup client
  agree      Begin T manager,launcher          -                     - run+3b
  team       Begin T manager,launcher          agree                 - r+1b
  room       Work  T role:Manager              team                  - r+2b
  plan       Work  T assignee,owner            room                  - r+2b
  ok         Check R partner                   plan                  - r+2b
  tell       Close send_email -            ok                    - -
employee_onboarding employee
  contract   Begin T employee_manager,launcher -                     - date-10b
  kit        Begin T launcher                  -                     - date-7b
  access     Begin T role:Admin                -                     - date-3b
  first      Work  T employee_manager,launcher contract,kit,access   - date+0d
  rules      Work  F employee_manager,launcher first                 - r+5b
  train      Work  T employee_manager,launcher first                 - date+10b
  month      Check T employee_manager,launcher rules,train           date+1m r+5b
  done       Close set_status -                month                 - -
employee_offboarding employee
  last       Begin T employee_manager,launcher -                     - run+1b
  pay        Begin T role:Admin                last                  - date-5b
  hand       Work  T employee_manager,launcher last                  - date-5b
  talk       Work  T role:Manager              last                  - date-2b
  kit        Work  T employee_manager,launcher last                  - date+0d
  lock       Check T role:Admin                hand                  date+0d date+0d
  ok         Close R role:Manager              lock,kit              - r+2b
employee_profile employee
  ask        Begin F employee_manager,launcher -                     - r+5b
  apply      Work  T role:Admin                ask                   - r+2b
  bank       Check R role:Manager              apply                 - r+2b
  tell       Close notify -                    bank                  - -
year_end_accounts client
  request    Begin F assignee,owner            -                     pe+7d pe+28d
  books      Work  T assignee,owner            request               - r+10b
  draft      Work  T assignee,owner            books                 - date-40b
  queries    Work  T assignee,owner            draft                 - r+5b
  review     Check R reviewer>second_reviewer  queries               - r+5b
  sign       Close T assignee,owner            review                - r+5b
  file       Close T assignee,owner            sign                  - date-5b
  bill       Close T manager,owner             sign                  - r+3b
  next       Close T assignee,owner            bill                  - r+5b
tax_return client
  papers     Begin send_email -            -                     pe+1d -
  posted     Work  T assignee,owner            papers                - pe+10d
  codes      Work  T assignee,owner            posted                - pe+12d
  figures    Work  T assignee,owner            codes                 - pe+15d
  review     Check R reviewer,manager          figures               - r+2b
  client     Check T assignee,owner            review                - date-5b
  lodge      Close T assignee,owner            client                - date-2b
  pay        Close send_email -            lodge                 - -
payroll_month client
  changes    Begin F assignee,owner            -                     date-10b date-6b
  calc       Work  T assignee,owner            changes               - date-5b
  review     Check R reviewer,manager          calc                  - date-4b
  client     Check T assignee,owner            review                - date-3b
  slips      Close T assignee,owner            client                - date-1b
  report     Close T assignee,owner            slips                 - date+0d
  post       Close T assignee,owner            slips                 - date+2b
health_check client
  facts      Begin T assignee,owner            -                     - r+5b
  identity   Begin T assignee,owner            -                     - r+5b
  books      Work  T assignee,owner            -                     - r+5b
  talk       Work  T partner,manager           facts,identity,books  - r+15b
  review     Check R manager                   talk                  - r+3b
  plan       Close start_workflow -            review                - -
  sum        Close send_email partner,manager review                - -
complaint client
  log        Begin T launcher                  -                     - r+1b
  ack        Begin send_email launcher     log                   - -
  warn       Begin notify -                    log                   - -
  find       Work  T asked:investigator        log                   - run+10b
  reply      Work  T asked:investigator        find                  - run+12b
  review     Check R partner,role:Manager      reply                 - run+15b
  send       Close send_email asked:investigator review                - -
  end        Close T asked:investigator        send                  - run+30d
  learn      Close T role:Manager              end                   - r+10b
`;

const listed = TABLE.trim()
  .split(/\n(?=\S)/)
  .map((block) => {
    const [head, ...rows] = block.split('\n');
    const [key, kinds] = head!.split(' ');
    return { key: key!, kinds: kinds!, rows: rows.map((row) => row.trim().split(/\s+/).join(' ')) };
  });

const SHORT: Record<string, string> = {
  ready: 'r',
  run: 'run',
  run_date: 'date',
  period_end: 'pe',
  business_day: 'b',
  day: 'd',
  month: 'm',
};
const short = (offset: Offset | undefined): string => {
  if (!offset) return '-';
  const { anchor, n, unit } = offset;
  return `${SHORT[anchor] ?? anchor}${n < 0 ? '' : '+'}${n}${SHORT[unit]}`;
};
const rowOf = (step: Step, index: number, steps: readonly Step[]): string => {
  const what = step.kind === 'action' ? step.do : { task: 'T', review: 'R', form: 'F' }[step.kind];
  return [
    step.key,
    step.group,
    what,
    listsOf(step)
      .map((rules) => rules.join(','))
      .join('>') || '-',
    (step.after ?? predecessors(steps, index).slice(0, 1)).join(',') || '-',
    short(step.start),
    short(step.due),
  ].join(' ');
};

test('WF-2 the library holds the templates of its table, in its order', () => {
  expect(TEMPLATES.map(({ key }) => key)).toEqual(listed.map(({ key }) => key));
  expect(TEMPLATES).toHaveLength(15);
});

describe.each(listed)('$key', ({ key, kinds, rows }) => {
  const { content } = templateOf(key)!;

  test(`WF-2 ${key} has the steps, order, people and dates of the table`, () => {
    expect(content.subject_kinds.join(',')).toBe(kinds);
    expect(content.steps.map(rowOf)).toEqual(rows);
  });

  test(`WF-4 ${key} tells whoever does it how: every task has instructions or a checklist of its own words`, () => {
    const { steps, description } = content;
    expect(description.length).toBeGreaterThan(60);
    for (const step of steps) {
      if (step.kind !== 'task') continue;
      expect(step.instructions?.length ?? 0, step.key).toBeGreaterThan(40);
      expect(`${step.title} ${step.instructions}`).not.toMatch(/!|TODO|lorem/i);
      expect(step.checklist?.length ?? 2, step.key).toBeGreaterThanOrEqual(1);
    }
  });
});

test.each([
  ['payroll_month', '17 around the pay day'],
  ['complaint', '44 days'],
  ['new_prospect', '28 days'],
])('WF-7 total days of %s: %s', (key, days) => {
  expect(sayDays(totalDays(templateOf(key)!.content))).toBe(days);
});

test('WF-36 offsets of templates are read as they are written', () => {
  expect(on('step:enter+3m')).toEqual({ anchor: 'step:enter', n: 3, unit: 'month' });
  expect(on('date-10b')).toEqual({ anchor: 'run_date', n: -10, unit: 'business_day' });
  expect(() => on('soon')).toThrow();
});
