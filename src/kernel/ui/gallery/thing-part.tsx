import { Amount } from '../amount.tsx';
import { ApiRefusal } from '../client.ts';
import { confirm } from '../confirm.tsx';
import { Day } from '../day.tsx';
import { Person } from '../person.tsx';
import { RunLine } from '../run-line/run-line.tsx';
import { StateChip } from '../state-chip.tsx';
import { ThingPage } from '../thing-page.tsx';
import { Timeline } from '../timeline.tsx';
import { toast } from '../toast.tsx';
import { held } from './data.tsx';

export const ThingPart = () => (
  <ThingPage
    name="Onboarding for Harbour Café"
    parent={{ label: 'Runs', to: '/gallery' }}
    state={<StateChip state="in_progress" />}
    identity={[<Person key="p" name="Ana Example" />, <Day key="d" date="2026-11-19" due />]}
    acts={[
      {
        id: 'done',
        label: 'Finish step',
        key: 'd',
        main: true,
        run: () => toast('Finished Ask for opening balances', { undo: () => undefined }),
      },
      {
        id: 'hold',
        label: 'Hold',
        key: 'h',
        run: () =>
          Promise.reject(
            new ApiRefusal(409, { code: 'held', detail: 'This run is on hold already, until Fri 27 Nov.' }),
          ),
      },
      {
        id: 'move',
        label: 'Move to version 4',
        why_not: 'You may read workflows but not change them. Ask an Admin for the ability to publish.',
      },
      {
        id: 'cancel',
        label: 'Cancel run',
        danger: true,
        run: () =>
          confirm({
            title: 'Cancel this run?',
            consequence: '5 steps and 2 planned messages will not happen. This can be undone for 30 days.',
            verb: 'Cancel run',
            danger: true,
            keep: 'Keep running',
          }),
      },
    ]}
    banner={<RunLine label="Onboarding" data={held} />}
    facts={[
      { label: 'Client', value: 'Harbour Café' },
      { label: 'Partner', value: <Person name="Bo Sample" /> },
      { label: 'Started', value: <Day date="2026-10-28" /> },
      { label: 'Version', value: '3' },
      { label: 'Fee', value: <Amount value="1240.5" with_currency /> },
    ]}
    tabs={[
      {
        id: 'steps',
        label: 'Steps',
        count: 10,
        body: <p>All steps, past, live and planned, each with its people and its date.</p>,
      },
      { id: 'files', label: 'Files', count: 3, body: <p>Files</p> },
      { id: 'why', label: 'Why', body: <p>Why</p> },
    ]}
    timeline={
      <Timeline
        kinds={[
          { kind: 'task', label: 'Steps' },
          { kind: 'message', label: 'Messages' },
        ]}
        events={[
          {
            id: '1',
            at: '2026-11-20T23:10:00.000Z',
            actor_name: 'Ana Example',
            sentence: 'finished Set up the ledger.',
            kind: 'task',
            undo: () => toast('Taken back'),
          },
          {
            id: '2',
            at: '2026-11-20T03:02:00.000Z',
            actor_name: 'Tickmark',
            sentence: 'sent «Your first week» to owner@harbour-cafe.example.',
            kind: 'message',
            details: 'Dear Harbour Café,\nwelcome. This is what happens in your first week.',
          },
          {
            id: '3',
            at: '2026-11-12T22:40:00.000Z',
            actor_name: 'Bo Sample',
            sentence: 'skipped Check for conflicts: checked in the proposal.',
            kind: 'task',
          },
          {
            id: '4',
            at: '2026-10-28T00:00:00.000Z',
            actor_name: 'Bo Sample',
            sentence: 'started Onboarding for Harbour Café, version 3.',
            kind: 'task',
          },
        ]}
      />
    }
  />
);
