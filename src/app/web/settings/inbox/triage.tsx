import { ArrowDown, ArrowUp, FlaskConical, Pencil, PowerOff, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { WRITES_TRIAGE } from '#inbox/triage/rules.ts';
import type { Act } from '#kernel/ui/act.ts';
import { api } from '#kernel/ui/client.ts';
import { confirm } from '#kernel/ui/confirm.tsx';
import { useRefresh } from '#kernel/ui/query.ts';
import { RowMenu } from '#kernel/ui/row-menu.tsx';
import { StateChip } from '#kernel/ui/state-chip.tsx';
import { toast, toastRefusal } from '#kernel/ui/toast.tsx';
import { useWhyNot } from '../../me/me.ts';
import { Line, ListPage } from './line.tsx';
import { InboxSettings } from './shell.tsx';
import { RULES, type RuleRow, type Trial, useRules } from './triage-data.ts';
import { useRuleWords } from './triage-said.ts';
import { TriageSheet } from './triage-sheet.tsx';
import { TrialDialog } from './triage-trial.tsx';
import { words } from './triage-words.ts';

/** `/settings/inbox/triage`: what is done with what comes in, in the order in which it is asked (IN-186). */
export default function TriagePage() {
  const asked = useRules();
  const said = useRuleWords();
  const why_not = useWhyNot(WRITES_TRIAGE);
  const [sheet, setSheet] = useState<{ rule?: RuleRow }>();
  const [trial, setTrial] = useState<{ rule: RuleRow; tried: Trial }>();
  const acts = useRuleActs(asked.data?.items ?? [], {
    why_not,
    edit: (rule) => setSheet({ rule }),
    tried: (rule, tried) => setTrial({ rule, tried }),
  });
  const add: Act = { id: 'add', label: words.add, key: 'n', main: true, why_not, run: () => setSheet({}) };
  return (
    <InboxSettings here="triage" main={add}>
      <ListPage
        asked={asked}
        ordered
        text={words.text}
        none={{ title: words.empty, text: words.empty_text, acts: [add] }}
        line={(one, at) => (
          <Line
            key={one.id}
            name={
              <>
                <span className="tabular">{at + 1}.</span>
                {one.name}
                {!one.on && <StateChip state="off" label={words.off} />}
              </>
            }
            facts={
              <span>
                {said.when(one)} → {said.sets(one)}
              </span>
            }
            acts={<RowMenu name={one.name} acts={acts(one, at)} />}
          />
        )}
      />
      {sheet && <TriageSheet rule={sheet.rule} close={() => setSheet(undefined)} />}
      {trial && <TrialDialog {...trial} close={() => setTrial(undefined)} />}
    </InboxSettings>
  );
}

interface Doing {
  why_not: string | undefined;
  edit: (rule: RuleRow) => void;
  tried: (rule: RuleRow, tried: Trial) => void;
}

const useRuleActs = (rules: readonly RuleRow[], { why_not, edit, tried }: Doing) => {
  const refresh = useRefresh();
  const doing = async (work: () => Promise<unknown>, sentence?: string) => {
    try {
      await work();
      if (sentence) toast(sentence);
    } catch (fault) {
      toastRefusal(fault);
    } finally {
      await refresh(RULES);
    }
  };
  const at = ({ id }: RuleRow, what = '') => `${RULES}/${id}${what}`;
  const look = (rule: RuleRow) => doing(async () => tried(rule, await api.post<Trial>(at(rule, '/trial'), {})));
  const off = (rule: RuleRow) =>
    doing(() => api.put(at(rule, '/switch'), { on: false }, { version: rule.version }), words.is_off(rule.name));
  const move = (rule: RuleRow, from: number, to: number) => {
    const ids = rules.map(({ id }) => id);
    ids.splice(to, 0, ...ids.splice(from, 1));
    return doing(() => api.put(`${RULES}/order`, { ids }), words.moved(rule.name));
  };
  const remove = async (rule: RuleRow) => {
    const title = words.delete_title(rule.name);
    if (!(await confirm({ title, consequence: words.delete_text, verb: words.delete, danger: true }))) return;
    await doing(() => api.delete(at(rule), { version: rule.version }), words.deleted(rule.name));
  };
  return (rule: RuleRow, place: number): Act[] => [
    { id: 'edit', label: words.edit, icon: <Pencil />, why_not, run: () => edit(rule) },
    {
      id: 'try',
      label: rule.on ? words.try : words.try_on,
      icon: <FlaskConical />,
      why_not,
      run: () => look(rule),
    },
    ...(rule.on ? [{ id: 'off', label: words.switch_off, icon: <PowerOff />, why_not, run: () => off(rule) }] : []),
    ...(place > 0
      ? [{ id: 'up', label: words.up, icon: <ArrowUp />, why_not, run: () => move(rule, place, place - 1) }]
      : []),
    ...(place < rules.length - 1
      ? [{ id: 'down', label: words.down, icon: <ArrowDown />, why_not, run: () => move(rule, place, place + 1) }]
      : []),
    { id: 'delete', label: words.delete, icon: <Trash2 />, danger: true, why_not, run: () => remove(rule) },
  ];
};
