import { plural } from '#ground/text.ts';
import type { Usage } from '#workflows/definitions/model.ts';
import { cadencePage } from '../cadences/data.ts';
import { subjectsOf, WORKFLOWS } from './data.ts';
import { words } from './words.ts';

/** One thing that points at a workflow, and the way to it; a setting has none of its own. */
export interface Hold {
  id: string;
  label: string;
  to?: string;
}

/** What keeps a workflow from being archived or deleted, each with a way to it (WF-18). Pure. */
export const holdsOf = ({ id: workflow, name: own }: { id: string; name: string }, usage: Usage): Hold[] => [
  ...(usage.open_runs
    ? [
        {
          id: 'runs',
          label: plural(usage.open_runs, words.open_run, words.open_runs),
          to: subjectsOf(workflow),
        },
      ]
    : []),
  ...usage.cadences.map(({ id, name }) => ({ id, label: words.held_cadence(name), to: cadencePage(id) })),
  ...(usage.triggers_on
    ? [
        {
          id: 'triggers',
          label: words.held_triggers(usage.triggers_on),
          to: `${WORKFLOWS}/triggers?view=on&q=${encodeURIComponent(own)}`,
        },
      ]
    : []),
  ...usage.started_by.map(({ id, name }) => ({
    id: `start-${id}`,
    label: words.held_start(name),
    to: `${WORKFLOWS}/${id}`,
  })),
  ...usage.followed_by.map(({ id, name }) => ({
    id: `follow-${id}`,
    label: words.held_follow(name),
    to: `${WORKFLOWS}/${id}`,
  })),
  ...usage.default_of.map((name) => ({ id: `default-${name}`, label: words.held_default(name) })),
];
