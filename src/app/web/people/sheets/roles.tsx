import { Checkbox, Select } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { PlainDate } from '#ground/time.ts';
import { api } from '#kernel/ui/client.ts';
import { useClock } from '#kernel/ui/clock.tsx';
import { FormSheet } from '#kernel/ui/form/form-sheet.tsx';
import { MemberSelect } from '#kernel/ui/form/member-select.tsx';
import type { BulkTarget } from '#kernel/ui/list/model.ts';
import { toast } from '#kernel/ui/toast.tsx';
import { type PersonKind, ROLES, type RoleOnPerson } from '#people/persons/model.ts';
import { type Known, useAsk } from '../ask.ts';
import { useBulk } from '../bulk.ts';
import { useActiveMembers, useEveryone, useRefreshPeople } from '../data.ts';
import { words } from '../words.ts';
import { DayField } from './day-field.tsx';

type Holders = Record<RoleOnPerson, string | null>;
type Values = Holders & { since: string | null; move_tasks: boolean };

interface RolesSheetProps {
  known: Known;
  close: () => void;
}

/** Everybody who looks after one record, changed together (PE-40 … PE-44, PE-47). */
export const RolesSheet = ({ known, close }: RolesSheetProps) => {
  const { today } = useClock();
  const refresh = useRefreshPeople();
  const why = useAsk();
  const everyone = useEveryone();
  const before = Object.fromEntries(ROLES.map((role) => [role, known.holders[role] ?? null])) as Holders;
  const form = useForm<Values>({ initialValues: { ...before, since: today, move_tasks: true } });
  const members = everyone.filter(({ id, state }) => state === 'active' || Object.values(before).includes(id));
  const changes = ROLES.filter((role) => form.values[role] !== before[role]);
  const send = async (values: Values) => {
    for (const role of changes) await give(known.id, role, values);
    await refresh();
    close();
    toast(words.roles_set(known.name));
  };
  return (
    <FormSheet
      opened
      close={close}
      title={words.roles_title(known.name)}
      intro={words.roles_intro}
      form={form}
      verb={words.roles_verb}
      submit={send}
    >
      {ROLES.map((role, at) => {
        const no = why(known, { do: 'set_role', role, member: '' });
        return (
          <MemberSelect
            key={role}
            label={words.roles[role]}
            description={no ?? words.role_hints[role]}
            members={members}
            clearable
            disabled={no !== undefined}
            {...(at === 0 ? { 'data-autofocus': true } : {})}
            {...form.getInputProps(role)}
          />
        );
      })}
      <Since today={today} {...form.getInputProps('since')} />
      <MoveTasks {...form.getInputProps('move_tasks', { type: 'checkbox' })} />
    </FormSheet>
  );
};

/** One role given, or ended where nobody shall hold it. */
const give = (person: string, role: RoleOnPerson, values: Values): Promise<unknown> => {
  const member = values[role];
  if (!member) return api.delete('/role-holdings', { query: { person, role } });
  const { since, move_tasks } = values;
  return api.post('/role-holdings', { person, role, member, move_tasks, ...(since ? { since } : {}) });
};

const Since = ({ today, ...props }: { today: PlainDate } & React.ComponentProps<typeof DayField>) => (
  <DayField label={words.role_from} description={words.role_from_hint} minDate={today} {...props} />
);

const MoveTasks = (props: React.ComponentProps<typeof Checkbox>) => (
  <Checkbox label={words.move_tasks} description={words.move_tasks_hint} {...props} />
);

interface RoleManyProps {
  kind: PersonKind;
  target: BulkTarget;
  close: () => void;
}

const NOBODY = 'nobody';

/** One role, one member, on many; each record answers for itself (PE-45). */
export const RoleMany = ({ kind, target, close }: RoleManyProps) => {
  const { today } = useClock();
  const bulk = useBulk();
  const members = useActiveMembers();
  const many = words.counted[kind](target.count);
  const form = useForm({
    initialValues: {
      role: null as RoleOnPerson | null,
      member: null as string | null,
      since: today as string | null,
      move_tasks: true,
    },
    validate: {
      role: (value) => (value ? null : words.role_missing),
      member: (value) => (value ? null : words.member_missing),
    },
  });
  const send = async ({ role, member, since, move_tasks }: ReturnType<typeof form.getValues>) => {
    await bulk(
      kind,
      member === NOBODY
        ? { do: 'end_role', role }
        : { do: 'set_role', role, member, move_tasks, ...(since ? { since } : {}) },
      target,
    );
    close();
  };
  return (
    <FormSheet
      opened
      close={close}
      title={words.role_title(many)}
      form={form}
      verb={words.role_verb(many)}
      submit={send}
    >
      <Select
        label={words.role}
        data={ROLES.map((value) => ({ value, label: words.roles[value] }))}
        data-autofocus
        {...form.getInputProps('role')}
      />
      <MemberSelect
        label={words.member}
        members={[...members, { id: NOBODY, name: words.nobody_role }]}
        placeholder=""
        {...form.getInputProps('member')}
      />
      {form.values.member !== NOBODY && (
        <>
          <Since today={today} {...form.getInputProps('since')} />
          <MoveTasks {...form.getInputProps('move_tasks', { type: 'checkbox' })} />
        </>
      )}
    </FormSheet>
  );
};
