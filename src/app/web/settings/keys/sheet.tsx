import { MultiSelect, Select, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { addMilliseconds, instantFromEpoch } from '#ground/time.ts';
import { type Ability, abilityFact } from '#kernel/access/roles/abilities.ts';
import { MODULE_NAMES, RANK } from '#kernel/access/roles/grants.ts';
import type { Grants } from '#kernel/access/roles/model.ts';
import { can, writes } from '#kernel/access/roles/rules.ts';
import { MODULES, type Module } from '#kernel/decision/model.ts';
import { api } from '#kernel/ui/client.ts';
import { FormSheet } from '#kernel/ui/form/form-sheet.tsx';
import { useRefresh } from '#kernel/ui/query.ts';
import { Segments } from '#kernel/ui/tabs.tsx';
import { useWho } from '../../me/me.ts';
import { showOnce } from '../copy-once.tsx';
import { type RoleRow, roleOptions, useRoles } from '../members/roles.ts';
import { words } from './words.ts';

const DAY_MS = 86_400_000;
const LIVES = [7, 30, 90, 180, 366];
const DEFAULT_LIFE = { api: 90, mcp: 30 } as const;
/** No key has these, whatever its owner holds (PL-44). */
const NEVER = ['practice.own', 'members.manage', 'roles.manage', 'keys.manage', 'security.manage'];
const ME = 'me';

type Scope = 'none' | 'read' | 'write';

const blank = {
  kind: 'api' as 'api' | 'mcp',
  name: '',
  holder: ME,
  scopes: Object.fromEntries(MODULES.map((module) => [module, 'none'])) as Record<Module, Scope>,
  abilities: [] as string[],
  addresses: '',
  days: '90',
};
type Values = typeof blank;

/** Makes a key; service keys only where `services` says so. The key itself is shown once (PL-44). */
export const KeySheet = ({ close, services }: { close: () => void; services: boolean }) => {
  const who = useWho();
  const refresh = useRefresh();
  const { roles } = useRoles();
  const form = useForm<Values>({
    initialValues: blank,
    validate: { name: (value) => (value.trim() ? null : 'Give the key a name.') },
  });
  const { kind, holder } = form.values;
  const holds: Grants = roles.find((role) => role.id === holder) ?? who;
  const mayServe = services && !can(who, writes('settings', 'keys.manage'));
  const send = async (values: Values) => {
    const made = await api.post<{ token: string }>('/keys', bodyOf(values));
    close();
    showOnce({
      title: words.made_title(values.name.trim()),
      text: words.made_text,
      label: words.made_label,
      value: made.token,
    });
    await refresh('/keys');
  };
  return (
    <FormSheet opened close={close} title={words.make} form={form} verb={words.make_verb} submit={send}>
      <TextInput label={words.name} description={words.name_hint} data-autofocus {...form.getInputProps('name')} />
      <Select
        label={words.kind}
        allowDeselect={false}
        data={(['api', 'mcp'] as const).map((value) => ({ value, label: words.kinds[value] }))}
        value={kind}
        onChange={(to) => {
          const next = to === 'mcp' ? 'mcp' : 'api';
          form.setValues({ kind: next, days: String(DEFAULT_LIFE[next]) });
        }}
      />
      {mayServe && (
        <Select
          label={words.holder}
          allowDeselect={false}
          data={[{ value: ME, label: words.holder_me }, ...serviceOptions(roles, who)]}
          {...form.getInputProps('holder')}
        />
      )}
      <Scopes
        holds={holds}
        value={form.values.scopes}
        error={form.errors.scopes}
        onChange={(scopes) => form.setFieldValue('scopes', scopes)}
      />
      <MultiSelect
        label={words.abilities}
        description={words.abilities_hint}
        placeholder={form.values.abilities.length > 0 ? '' : words.abilities_choose}
        searchable
        data={holds.abilities
          .filter((ability) => !NEVER.includes(ability))
          .map((value) => ({ value, label: abilityFact(value as Ability).name }))}
        {...form.getInputProps('abilities')}
      />
      <Select
        label={words.life}
        allowDeselect={false}
        data={LIVES.map((days) => ({ value: String(days), label: words.days(days) }))}
        {...form.getInputProps('days')}
      />
      <Textarea
        label={words.addresses}
        description={words.addresses_hint}
        rows={2}
        autosize={false}
        {...form.getInputProps('addresses')}
      />
    </FormSheet>
  );
};

const serviceOptions = (roles: readonly RoleRow[], who: Parameters<typeof roleOptions>[1]) =>
  roleOptions(roles, who).map((option) => ({ ...option, label: words.holder_service(option.label) }));

const bodyOf = ({ kind, name, holder, scopes, abilities, addresses, days }: Values) => ({
  kind,
  name,
  role_id: holder === ME ? null : holder,
  scopes: Object.fromEntries(Object.entries(scopes).filter(([, level]) => level !== 'none')),
  abilities,
  addresses: addresses.split(/[\s,]+/).filter(Boolean),
  // a year is the most there is: a minute less than that, so that the way to the server does not make it more
  expires_at: addMilliseconds(instantFromEpoch(Date.now()), Number(days) * DAY_MS - 60_000),
});

interface ScopesProps {
  holds: Grants;
  value: Record<Module, Scope>;
  error: React.ReactNode;
  onChange: (value: Record<Module, Scope>) => void;
}

/** Per module what the key may do, as far as its holder may. */
const Scopes = ({ holds, value, error, onChange }: ScopesProps) => (
  <fieldset className="scopes" data-path="scopes" aria-label={words.scopes} tabIndex={-1}>
    <legend>{words.scopes}</legend>
    {MODULES.filter((module) => holds.levels[module] !== 'none').map((module) => (
      <div key={module} className="scope">
        <span>{MODULE_NAMES[module]}</span>
        <Segments<Scope>
          label={MODULE_NAMES[module]}
          value={value[module]}
          onChange={(to) => onChange({ ...value, [module]: to })}
          options={[
            { value: 'none', label: words.scope_none },
            { value: 'read', label: words.scope_read },
            ...(RANK[holds.levels[module]] > RANK.read ? [{ value: 'write' as const, label: words.scope_write }] : []),
          ]}
        />
      </div>
    ))}
    <p className="caption">{words.scopes_hint}</p>
    {error && <p className="field-error">{error}</p>}
  </fieldset>
);
