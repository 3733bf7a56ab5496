import { Switch, Tooltip } from '@mantine/core';
import { ListChecks, ScrollText, Workflow } from 'lucide-react';
import { useState } from 'react';
import { writes } from '#kernel/access/roles/rules.ts';
import type { Act } from '#kernel/ui/act.ts';
import { api } from '#kernel/ui/client.ts';
import { Moment } from '#kernel/ui/day.tsx';
import { EmptyState } from '#kernel/ui/empty-state.tsx';
import { Place } from '#kernel/ui/frame/place.tsx';
import { DataList } from '#kernel/ui/list/data-list.tsx';
import { useListState } from '#kernel/ui/list/list-state.ts';
import type { Column, View } from '#kernel/ui/list/model.ts';
import { changeRows, useAct, useList, useRefresh } from '#kernel/ui/query.ts';
import { StateChip } from '#kernel/ui/state-chip.tsx';
import { toast } from '#kernel/ui/toast.tsx';
import { useWhyNot } from '../../me/me.ts';
import { useFacts, WORKFLOWS } from '../data.ts';
import { sayTrigger } from '../say/trigger.ts';
import { capital } from '../say/who.ts';
import { words as pages } from '../words.ts';
import { ApplyDialog } from './apply-dialog.tsx';
import { TRIGGERS, type TriggerRow } from './facts.ts';
import { LogDialog } from './log-dialog.tsx';
import { words } from './words.ts';
import '../workflows.css';
import './triggers.css';

const VIEWS: View[] = [
  { id: 'all', label: words.views.all, filters: {} },
  { id: 'on', label: words.views.on, filters: { on: 'true' } },
  { id: 'off', label: words.views.off, filters: { on: 'false' } },
  { id: 'refused', label: words.views.refused, filters: { refused: 'true' } },
];

/** `/workflows/triggers`: what starts by itself, what it did, and what was refused (WF section 5). */
export default function TriggersPage() {
  const why_not = useWhyNot(writes('workflows', 'workflows.design'));
  const { data: facts } = useFacts();
  const state = useListState({ views: VIEWS, sort: 'workflow' });
  const source = useList<TriggerRow>(TRIGGERS, state.query);
  const turn = useTurn();
  const [asking, setAsking] = useState<{ what: 'apply' | 'log'; trigger: TriggerRow }>();
  const say = (row: TriggerRow) => sayTrigger(row.rule, { subject_kinds: row.subject_kinds, facts });
  const close = () => setAsking(undefined);
  const acts = (trigger: TriggerRow): Act[] => [
    ...(trigger.paused_because
      ? [{ id: 'again', label: words.turn_on_again, why_not, run: () => turn.mutate({ trigger, on: true }) }]
      : []),
    {
      id: 'log',
      label: words.show_log,
      icon: <ScrollText />,
      key: 'l',
      run: () => setAsking({ what: 'log', trigger }),
    },
    {
      id: 'apply',
      label: words.apply,
      icon: <ListChecks />,
      why_not: why_not ?? (trigger.workflow_on ? undefined : words.workflow_off),
      run: () => setAsking({ what: 'apply', trigger }),
    },
    { id: 'open', label: words.open_workflow, icon: <Workflow />, to: `${WORKFLOWS}/${trigger.workflow_id}` },
  ];
  return (
    <div className="workflows">
      <Place title={words.triggers} parent={{ label: pages.workflows, to: WORKFLOWS }} />
      <DataList
        name="triggers"
        label={words.triggers}
        columns={columnsOf(say, (row) => (
          <OnSwitch row={row} rule={say(row)} why_not={why_not} turn={(on) => turn.mutate({ trigger: row, on })} />
        ))}
        state={state}
        source={source}
        nameOf={(row) => `${row.workflow}: ${say(row)}`}
        acts={acts}
        quiet={({ on }) => !on}
        empty={
          state.view && state.view.id !== 'all' ? (
            <EmptyState title={words.none_in_view} />
          ) : (
            <EmptyState
              title={words.empty}
              text={words.empty_text}
              acts={[{ id: 'workflows', label: words.to_workflows, main: true, to: WORKFLOWS }]}
            />
          )
        }
      />
      {asking?.what === 'log' && <LogDialog trigger={asking.trigger} rule={say(asking.trigger)} close={close} />}
      {asking?.what === 'apply' && <ApplyDialog trigger={asking.trigger} rule={say(asking.trigger)} close={close} />}
    </div>
  );
}

const columnsOf = (
  say: (row: TriggerRow) => string,
  toggle: (row: TriggerRow) => React.ReactNode,
): Column<TriggerRow>[] => [
  { id: 'workflow', label: words.workflow, cell: ({ workflow }) => workflow, sort: 'workflow' },
  { id: 'on', label: words.on, cell: toggle, width: 60 },
  {
    id: 'rule',
    label: words.rule,
    cell: (row) => <span title={capital(say(row))}>{capital(say(row))}</span>,
    width: 300,
  },
  { id: 'state', label: words.state, cell: (row) => <State row={row} />, width: 150 },
  {
    id: 'last',
    label: words.last,
    cell: ({ last_at }) => (last_at ? <Moment instant={last_at} /> : <span className="quiet">{words.never}</span>),
    width: 150,
    sort: 'last_at',
  },
  {
    id: 'launched',
    label: words.launched,
    cell: ({ launched }) => launched.toLocaleString('en'),
    align: 'right',
    width: 84,
  },
  { id: 'refused', label: words.refused, cell: (row) => <Refused row={row} />, width: 200, off_card: true },
];

const State = ({ row: { on, paused_because, workflow_on } }: { row: TriggerRow }) => {
  if (!on) return <StateChip state="off" label={words.off} />;
  if (paused_because) return <StateChip state="failed" label={words.paused} />;
  return workflow_on ? (
    <StateChip state="running" label={words.listening} />
  ) : (
    <StateChip state="on_hold" label={words.workflow_off} />
  );
};

const Refused = ({ row: { refused, last_refusal } }: { row: TriggerRow }) =>
  refused ? (
    <span title={last_refusal ?? ''}>
      <span className="tabular">{refused.toLocaleString('en')}</span> <span className="quiet">{last_refusal}</span>
    </span>
  ) : (
    <span className="quiet">–</span>
  );

interface OnSwitchProps {
  row: TriggerRow;
  rule: string;
  why_not: string | undefined;
  turn: (on: boolean) => void;
}

const OnSwitch = ({ row: { on, paused_because }, rule, why_not, turn }: OnSwitchProps) => (
  <Tooltip
    label={why_not ?? (paused_because ? words.paused_hint(paused_because) : on ? words.on_hint : words.off_hint)}
    multiline
    maw={300}
    refProp="rootRef"
  >
    <Switch
      size="xs"
      withThumbIndicator={false}
      className="on-switch"
      aria-label={words.is_on(rule)}
      checked={on}
      aria-disabled={why_not ? true : undefined}
      data-dead={why_not ? true : undefined}
      onChange={(event) => !why_not && turn(event.currentTarget.checked)}
    />
  </Tooltip>
);

interface Turned {
  version: number;
}

/** On or off, seen at once; the toast turns it back (WF-170). */
const useTurn = () => {
  const refresh = useRefresh();
  const send = (id: string, on: boolean, version: number): Promise<Turned> =>
    on
      ? api.put<Turned>(`${TRIGGERS}/${id}/activation`, {}, { version })
      : api.delete<Turned>(`${TRIGGERS}/${id}/activation`, { version });
  return useAct({
    run: ({ trigger, on }: { trigger: TriggerRow; on: boolean }) => send(trigger.id, on, trigger.version),
    before: ({ trigger, on }) =>
      changeRows<TriggerRow>(TRIGGERS, (row) => (row.id === trigger.id ? { ...row, on, paused_because: null } : row)),
    done: ({ version }, { trigger, on }) => {
      const undo = async () => {
        await send(trigger.id, !on, version);
        await refresh(TRIGGERS);
      };
      toast(words.turned(trigger.workflow, on), { undo });
    },
    refresh: [TRIGGERS],
  });
};
