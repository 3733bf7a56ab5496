import { Button, Checkbox, Select, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { Download, Pencil, Play, Tag, UserRound } from 'lucide-react';
import { useState } from 'react';
import type { Act } from './act.ts';
import { Amount } from './amount.tsx';
import { ApiRefusal } from './client.ts';
import { ClockProvider } from './clock.tsx';
import { confirm } from './confirm.tsx';
import { Day, Moment } from './day.tsx';
import { EmptyState } from './empty-state.tsx';
import { ErrorState } from './error-state.tsx';
import { ClientDataInput } from './form/client-data-input.tsx';
import { useDraft } from './form/draft.tsx';
import { FormPage } from './form/form-page.tsx';
import { MemberSelect } from './form/member-select.tsx';
import { Frame } from './frame/frame.tsx';
import { Place } from './frame/place.tsx';
import {
  type Client,
  clients,
  design,
  held,
  loose,
  MODULES,
  onboarding,
  quarter,
  TODAY,
  year,
} from './gallery-data.tsx';
import { Kbd } from './kbd.tsx';
import { DataList } from './list/data-list.tsx';
import { useListState } from './list/list-state.ts';
import type { BulkAct, Column, Filter, View } from './list/model.ts';
import { Palette } from './palette.tsx';
import { Person } from './person.tsx';
import { ProgressBar } from './progress.tsx';
import { RunLine } from './run-line/run-line.tsx';
import { useSearchText } from './search-text.ts';
import { StateChip } from './state-chip.tsx';
import { Segments } from './tabs.tsx';
import { Facts, ThingPage } from './thing-page.tsx';
import { Timeline } from './timeline.tsx';
import { toast, toastProgress, toastRefusal } from './toast.tsx';
import { STATE_WORDS } from './words.ts';

const NOW = `${TODAY}T03:24:00.000Z`;

/** Each part of the kit with plausible data, at `/gallery?part=…`; only while developing. */
export default function Gallery() {
  const { read } = useSearchText();
  const part = PARTS[read('part')] ?? PARTS.list!;
  const member = {
    name: 'Ana Example',
    detail: 'Manager',
    practices: [
      { id: 'a', name: 'Ledgerline Example Practice', here: true },
      { id: 'b', name: 'Sandbox', here: false },
    ],
    sign_out: () => toast('Signed out'),
  };
  return (
    <ClockProvider clock={{ now: NOW, zone: 'Australia/Sydney', locale: 'en-AU', currency: 'AUD' }}>
      <Frame
        practice={{ name: 'Ledgerline Example Practice' }}
        modules={MODULES}
        member={member}
        unread={3}
        stripe={
          read('stripe') && <span>Sandbox: nothing leaves this practice. The clock stands at Sat 21 Nov 2026.</span>
        }
      >
        {part()}
      </Frame>
      <Palette
        search={async (q) =>
          clients(12)
            .filter((c) => c.name.toLowerCase().includes(q.toLowerCase()))
            .map((c) => ({ id: c.id, label: c.name, group: 'Clients', detail: c.number, to: '/gallery?part=thing' }))
        }
      />
    </ClockProvider>
  );
}

const PARTS: Record<string, () => React.ReactNode> = {
  list: () => <ListPart rows={60} />,
  long: () => <ListPart rows={1200} />,
  none: () => <ListPart rows={0} />,
  thing: () => <ThingPart />,
  form: () => <FormPart />,
  line: () => <LinePart />,
  bits: () => <BitsPart />,
};

const VIEWS: View[] = [
  { id: 'all', label: 'All', count: 1204 },
  { id: 'mine', label: 'Mine', filters: { partner: 'me' }, count: 86 },
  { id: 'late', label: 'Overdue', filters: { overdue: 'yes' }, count: 12 },
  { id: 'inactive', label: 'Inactive', filters: { status: 'inactive' } },
];
const FILTERS: Filter[] = [
  { key: 'state', label: 'State', options: Object.entries(STATE_WORDS).map(([value, label]) => ({ value, label })) },
  {
    key: 'partner',
    label: 'Partner',
    say: (who) => `partner is ${who}`,
    options: async () => [
      { value: 'me', label: 'me' },
      { value: 'ana', label: 'Ana Example' },
      { value: 'bo', label: 'Bo Sample' },
    ],
  },
  {
    key: 'due',
    label: 'Due',
    single: true,
    options: [
      { value: 'week', label: 'due this week' },
      { value: 'month', label: 'due this month' },
    ],
  },
];
const COLUMNS: Column<Client>[] = [
  { id: 'name', label: 'Name', cell: (c) => c.name, sort: 'name' },
  { id: 'state', label: 'State', cell: (c) => <StateChip state={c.state} />, width: 130 },
  { id: 'due', label: 'Next due', cell: (c) => <Day date={c.due} due />, width: 190, sort: 'due' },
  { id: 'partner', label: 'Partner', cell: (c) => <Person name={c.partner} />, width: 160, sort: 'partner' },
  {
    id: 'line',
    label: 'Onboarding',
    cell: (c) => <RunLine size="cell" label={`Onboarding of ${c.name}`} data={c.line} />,
    width: 200,
    off_card: true,
  },
  { id: 'number', label: 'Number', cell: (c) => <span className="tabular">{c.number}</span>, width: 90 },
  { id: 'owed', label: 'Owed', cell: (c) => <Amount value={c.owed} />, align: 'right', width: 110, sort: 'owed' },
  { id: 'year_end', label: 'Year end', cell: () => '30 Jun', hidden: true },
];

const rowActs = (c: Client): Act[] => [
  {
    id: 'start',
    label: 'Start workflow',
    icon: <Play />,
    key: 's',
    run: () => toast(`Started «Onboarding» on ${c.name}`, { undo: () => undefined }),
  },
  { id: 'edit', label: 'Edit', icon: <Pencil />, key: 'e', to: '/gallery?part=form' },
  {
    id: 'roles',
    label: 'Set roles',
    icon: <UserRound />,
    why_not: c.state === 'cancelled' ? 'A cancelled client has no roles.' : undefined,
    run: () => toast('Roles set'),
  },
  {
    id: 'off',
    label: 'Deactivate',
    danger: true,
    run: () =>
      toastRefusal(
        new ApiRefusal(409, { code: 'open_runs', detail: `${c.name} has 2 open runs. End or move them first.` }),
      ),
  },
];
const BULK: BulkAct[] = [
  { id: 'start', label: 'Start workflow', icon: <Play />, key: 's', run: bulkDemo },
  { id: 'tag', label: 'Add tag', icon: <Tag />, run: () => false },
  { id: 'export', label: 'Export', icon: <Download />, run: () => false },
];

async function bulkDemo(target: { count: number }) {
  const sure = await confirm({
    title: `Start «Onboarding» on ${target.count} clients?`,
    consequence: `${target.count} runs begin and ${target.count * 2} messages are planned for Monday.`,
    verb: `Start on ${target.count} clients`,
  });
  if (!sure) return false;
  const bar = toastProgress('Starting «Onboarding»', target.count);
  setTimeout(() => bar.at(Math.ceil(target.count / 2)), 600);
  setTimeout(() => bar.done(`Started on ${target.count} clients`, { undo: () => undefined }), 1400);
  return true;
}

const ListPart = ({ rows }: { rows: number }) => {
  const state = useListState({ views: VIEWS, filters: FILTERS, sort: 'name' });
  const [all] = useState(() => clients(rows));
  const source = {
    rows: all
      .filter((c) => !state.set.state || state.set.state.split(',').includes(c.state))
      .filter((c) => c.name.toLowerCase().includes(state.q.toLowerCase())),
    loading: state.q === 'slow',
    stale: false,
    fault: undefined,
    more: rows === 60,
    loadMore: () => undefined,
    retry: () => undefined,
    countAll: async () => 1204,
  };
  return (
    <>
      <Place title="Clients" main={{ id: 'add', label: 'Add client', key: 'n', to: '/gallery?part=form' }} />
      <DataList
        name="gallery"
        label="Clients"
        columns={COLUMNS}
        state={state}
        source={source}
        nameOf={(c) => c.name}
        href={() => '/gallery?part=thing'}
        acts={rowActs}
        bulk={BULK}
        quiet={(c) => c.state === 'cancelled'}
        peek={(c) => (
          <Facts
            facts={[
              { label: 'State', value: <StateChip state={c.state} /> },
              { label: 'Partner', value: <Person name={c.partner} /> },
              { label: 'Next due', value: <Day date={c.due} due /> },
              { label: 'Onboarding', value: <RunLine size="row" label="Onboarding" data={c.line} /> },
            ]}
          />
        )}
        empty={
          <EmptyState
            title="No clients yet"
            text="Clients you add or bring from another system will stand here, with what is due for each of them."
            acts={[
              { id: 'add', label: 'Add client', main: true, to: '/gallery?part=form' },
              { id: 'import', label: 'Import a file', run: () => toast('Import') },
            ]}
          />
        }
      />
    </>
  );
};

const ThingPart = () => (
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

const FormPart = () => {
  const form = useForm({
    initialValues: { name: '', email: '', partner: null as string | null, kind: 'company', note: '', portal: true },
    validate: { name: (v) => (v ? null : 'Give the client a name.') },
  });
  const draft = useDraft('gallery', form);
  const send = async (): Promise<void> => {
    throw new ApiRefusal(422, {
      code: 'invalid',
      detail: 'This client cannot be saved yet.',
      errors: [
        {
          pointer: '/email',
          code: 'taken',
          detail: 'Northwind Joinery has this address already. Use another, or open that client.',
        },
      ],
    });
  };
  return (
    <FormPage
      title="Add client"
      parent={{ label: 'Clients', to: '/gallery' }}
      intro="Only the name is needed now; the rest can follow."
      form={form}
      verb="Add client"
      submit={send}
      cancel={() => history.back()}
      note={draft.note}
    >
      <ClientDataInput
        label="Name"
        description="As it should stand on letters."
        required
        {...form.getInputProps('name')}
      />
      <ClientDataInput label="E-mail" {...form.getInputProps('email')} />
      <MemberSelect
        label="Partner"
        description="Answers for this client."
        members={[
          { id: 'a', name: 'Ana Example' },
          { id: 'b', name: 'Bo Sample' },
        ]}
        clearable
        {...form.getInputProps('partner')}
      />
      <Select
        label="Kind"
        data={[
          { value: 'company', label: 'Company' },
          { value: 'person', label: 'Person' },
        ]}
        {...form.getInputProps('kind')}
      />
      <Textarea label="Note" rows={3} {...form.getInputProps('note')} />
      <Checkbox label="May use the client portal" {...form.getInputProps('portal', { type: 'checkbox' })} />
    </FormPage>
  );
};

const LinePart = () => (
  <div style={{ padding: '20px var(--gutter)', display: 'grid', gap: 36 }}>
    <Place title="The run line" />
    <RunLine label="On the way" data={onboarding(5)} open={(key) => toast(`Opened ${key}`)} />
    <RunLine label="Held" data={held} />
    <RunLine label="No dates yet" data={loose} />
    <RunLine label="A design" data={design} />
    <RunLine label="A year" data={year} />
    <div>
      <RunLine size="row" label="Monthly" data={year} />
      <RunLine size="row" label="Quarterly" data={quarter} />
      <RunLine size="row" label="Row" data={held} />
    </div>
    <div style={{ width: 200 }}>
      <RunLine size="cell" label="Cell" data={onboarding(5)} />
      <RunLine size="cell" label="Cell" data={year} />
      <RunLine size="cell" label="Cell" data={quarter} />
    </div>
  </div>
);

const BitsPart = () => {
  const [pick, setPick] = useState('list');
  return (
    <div style={{ padding: '20px var(--gutter) 64px', display: 'grid', gap: 24, justifyItems: 'start' }}>
      <Place title="Small parts" />
      <div style={{ display: 'flex', flexWrap: 'wrap', gap: 20 }}>
        {Object.keys(STATE_WORDS).map((s) => (
          <StateChip key={s} state={s} {...(s === 'overdue' ? { days: 4 } : {})} />
        ))}
      </div>
      <div style={{ display: 'flex', flexWrap: 'wrap', gap: 20 }}>
        <Day date={TODAY} /> <Day date="2026-11-24" /> <Day date="2026-11-17" due /> <Day date="2027-03-01" />{' '}
        <Moment instant={NOW} />
      </div>
      <div style={{ display: 'flex', flexWrap: 'wrap', gap: 20 }}>
        <Person name="Ana Example" /> <Person name="Bo Sample" deputy_for="Cy Specimen" /> <Person name={null} />{' '}
        <Person name="Di Placeholder" size={32} bare />
        <Amount value="-1234.5" /> <Amount value="98765.4" with_currency currency="NZD" />
      </div>
      <div style={{ display: 'flex', flexWrap: 'wrap', gap: 8 }}>
        <Button onClick={() => toast('Finished Collect papers', { undo: () => toast('Taken back') })}>Finish</Button>
        <Button
          variant="default"
          onClick={() =>
            toastRefusal(
              new ApiRefusal(409, { detail: 'Bo Sample took this task a minute ago. Ask them, or choose another.' }),
            )
          }
        >
          Refuse
        </Button>
        <Button variant="default" onClick={() => void bulkDemo({ count: 50 })}>
          Bulk
        </Button>
        <Button variant="subtle">Quiet</Button>
        <Button disabled>Disabled</Button>
      </div>
      <Segments
        label="Show"
        value={pick}
        onChange={setPick}
        options={[
          { value: 'list', label: 'List' },
          { value: 'board', label: 'Board' },
          { value: 'calendar', label: 'Calendar' },
        ]}
      />
      <TextInput
        label="A field"
        description="Its hint below."
        placeholder="Search or type"
        error="This name is taken. Choose another."
      />
      <div style={{ width: 320 }}>
        <ProgressBar label="Steps done" value={4} of={9} />
      </div>
      <span>
        <Kbd>mod+k</Kbd> <Kbd>g c</Kbd> <Kbd>Space</Kbd>
      </span>
      <ErrorState
        fault={
          new ApiRefusal(503, {
            detail: 'The server is busy with a long import. Your list is unchanged. Try again in a minute.',
          })
        }
        retry={() => undefined}
      />
    </div>
  );
};
