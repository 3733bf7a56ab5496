/** The editor of a workflow on the panel of a step: what it is, who does it, after what. */
export const step = {
  kind_n: {
    task: (n: number, of: number) => `Task, step ${n} of ${of}`,
    review: (n: number, of: number) => `Review, step ${n} of ${of}`,
    form: (n: number, of: number) => `Form, step ${n} of ${of}`,
    action: (n: number, of: number) => `Action, step ${n} of ${of}`,
  },
  panel_of: (title: string) => `Step ${title}`,
  title: 'Title',
  instructions: 'Instructions',
  instructions_hint: 'What one has to know to do it well',
  who: 'Who does it',
  who_hint: 'The first one who is there gets the task. If nobody is, it goes to the run’s owner.',
  who_empty: 'The run’s owner',
  who_nobody: 'Nobody yet',
  add_person: 'Add a person, a role, or whoever …',
  else: 'else',
  earlier: (name: string) => `Try ${name} earlier`,
  remove: (name: string) => `Remove ${name}`,
  who_groups: {
    subject: 'Of the client or prospect',
    employee: 'Of the employee',
    run: 'Of this run',
    roles: 'Anybody with a role',
    members: 'One member',
  },
  in_role: (role: string, n: number) => `${role} (${n})`,

  order: 'Comes after',
  orders: {
    above: (title: string) => `the step above: ${title}`,
    beside: 'what the step above comes after, alongside it',
    first: 'nothing: it begins with the run',
    chosen: 'steps I choose …',
  },
  order_steps: 'Steps it comes after',
  first_step: 'It is the first step and begins with the run.',
} as const;
