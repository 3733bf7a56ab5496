import { Select } from '@mantine/core';
import { ArrowUp, CircleUserRound, UsersRound, X } from 'lucide-react';
import { useRef } from 'react';
import { Person } from '#kernel/ui/person.tsx';
import type { Content } from '#workflows/definitions/content.ts';
import type { DesignSaid } from '../design-view.tsx';
import { capital, sayRule } from '../say/who.ts';
import { words as said_words } from '../say/words.ts';
import { focusIn } from './focus.ts';
import { words } from './words.ts';

interface WhoFieldProps {
  label: string;
  rules: readonly string[];
  set: (rules: string[]) => void;
  said: DesignSaid;
  /** What happens while the list is empty. */
  empty: string;
  /** The step it belongs to, whose own finisher nobody can name. */
  step?: string;
}

const MOST = 10;

/** People tried in order, one line each: the first who is there has it (WF-44). */
export const WhoField = ({ label, rules, set, said, empty, step }: WhoFieldProps) => {
  const box = useRef<HTMLDivElement>(null);
  const earlier = (at: number) => {
    set(rules.toSpliced(at - 1, 2, rules[at] as string, rules[at - 1] as string));
    // the first has nobody before it
    if (at === 1) focusIn(box.current, '[role=combobox]');
  };
  const remove = (at: number) => {
    set(rules.toSpliced(at, 1));
    focusIn(box.current, '[role=combobox]');
  };
  return (
    <div className="who" ref={box}>
      {rules.length === 0 && <p className="who-empty">{empty}</p>}
      <ol className="who-list">
        {rules.map((rule, at) => {
          const name = capital(sayRule(rule, said));
          return (
            <li key={rule} className="who-line">
              <span className="who-else">{at > 0 && words.else}</span>
              <RuleSign rule={rule} name={name} />
              <span className="cut who-name">{name}</span>
              {at > 0 && (
                <button
                  type="button"
                  className="icon-button"
                  aria-label={words.earlier(name)}
                  onClick={() => earlier(at)}
                >
                  <ArrowUp />
                </button>
              )}
              <button type="button" className="icon-button" aria-label={words.remove(name)} onClick={() => remove(at)}>
                <X />
              </button>
            </li>
          );
        })}
      </ol>
      {rules.length < MOST && (
        <Select
          searchable
          aria-label={label}
          placeholder={words.add_person}
          // a choice is added to the list, and the field is empty again
          value={null}
          data={choices(said, step).map(({ group, items }) => ({
            group,
            items: items.filter(({ value }) => !rules.includes(value)),
          }))}
          onChange={(rule) => rule && set([...rules, rule])}
        />
      )}
    </div>
  );
};

const RuleSign = ({ rule, name }: { rule: string; name: string }) => {
  if (rule.startsWith('member:')) return <Person name={name} bare />;
  return <span className="who-sign">{rule.startsWith('role:') ? <UsersRound /> : <CircleUserRound />}</span>;
};

const SUBJECT = ['partner', 'manager', 'specialist', 'assignee', 'reviewer', 'second_reviewer'];

const choices = ({ content, facts }: DesignSaid, step: string | undefined) => {
  const ofClient = content.subject_kinds.some((kind) => kind !== 'employee');
  const ofEmployee = content.subject_kinds.includes('employee');
  const own = (rule: string) => ({ value: rule, label: capital(said_words.who[rule] ?? rule) });
  return [
    { group: words.who_groups.subject, items: ofClient ? SUBJECT.map(own) : [] },
    { group: words.who_groups.employee, items: ofEmployee ? ['employee', 'employee_manager'].map(own) : [] },
    { group: words.who_groups.run, items: runRules(content, step, own) },
    {
      group: words.who_groups.roles,
      items: (facts?.roles ?? []).map(({ id, name, active_members }) => ({
        value: `role:${id}`,
        label: words.in_role(name, active_members),
      })),
    },
    {
      group: words.who_groups.members,
      items: (facts?.members ?? [])
        .filter(({ active }) => active)
        .map(({ id, name }) => ({ value: `member:${id}`, label: name })),
    },
  ].filter(({ items }) => items.length > 0);
};

const runRules = (
  { steps, settings }: Content,
  step: string | undefined,
  own: (rule: string) => { value: string; label: string },
) => {
  const at = steps.findIndex(({ key }) => key === step);
  const earlier = step === undefined ? [] : steps.slice(0, at).filter(({ kind }) => kind === 'task');
  return [
    own('launcher'),
    ...(step === undefined ? [] : [own('owner')]),
    ...settings.people_asked.map(({ key, label }) => ({ value: `asked:${key}`, label: said_words.asked(label) })),
    ...earlier.map(({ key, title }) => ({ value: `finished:${key}`, label: capital(said_words.finished_by(title)) })),
  ];
};
