import { Select } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { Copy, Eye, Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { MODULE_NAMES } from '#kernel/access/roles/grants.ts';
import { writes } from '#kernel/access/roles/rules.ts';
import { MODULES } from '#kernel/decision/model.ts';
import type { Act } from '#kernel/ui/act.ts';
import { api } from '#kernel/ui/client.ts';
import { confirm } from '#kernel/ui/confirm.tsx';
import { ErrorState } from '#kernel/ui/error-state.tsx';
import { useRefresh } from '#kernel/ui/query.ts';
import { RowMenu } from '#kernel/ui/row-menu.tsx';
import { PageSkeleton } from '#kernel/ui/skeleton.tsx';
import { toast } from '#kernel/ui/toast.tsx';
import { lookAs } from '../../home/stripes.tsx';
import { useWhyNot } from '../../me/me.ts';
import { type AbilityRow, type RoleRow, useRoles } from '../members/roles.ts';
import { SettingsPage } from '../shell.tsx';
import { GrantCell, GrantWord, TickCell } from './cells.tsx';
import { useChangeRole } from './change.ts';
import { GRANTS, type RoleChange } from './grants.ts';
import { Matrix, type MatrixGroup } from './matrix.tsx';
import { CopySheet, RenameSheet } from './sheets.tsx';
import { words } from './words.ts';
import './roles.css';

type Sheet = { do: 'copy'; from: string } | { do: 'rename'; role: RoleRow };

/** `/settings/roles`: the two tables of PL-27, own roles to be changed in place. */
export default function RolesPage() {
  const { roles, abilities, loading, fault } = useRoles();
  const no = useWhyNot(writes('settings', 'roles.manage'));
  const narrow = useMediaQuery('(max-width: 900px)', false, { getInitialValueInEffect: false });
  const apply = useChangeRole();
  const refresh = useRefresh();
  const [sheet, setSheet] = useState<Sheet>();
  const [chosen, setChosen] = useState<string>();
  const close = () => setSheet(undefined);
  const one = roles.find((role) => role.id === chosen) ?? roles[0];
  const shown = narrow ? roles.filter((role) => role === one) : roles;
  const acts = useRoleActs(no, setSheet);
  const changer = (role: RoleRow) => (no || role.built_in ? undefined : (change: RoleChange) => apply(role, change));
  const menu = (role: RoleRow) => !no && <RowMenu name={role.name} acts={acts(role)} />;
  return (
    <SettingsPage
      here="roles"
      main={{
        id: 'copy',
        label: words.copy,
        key: 'c',
        why_not: no,
        run: () => setSheet({ do: 'copy', from: one?.id ?? '' }),
      }}
    >
      <div className="settings-page">
        {loading && <PageSkeleton />}
        {fault !== null && roles.length === 0 && <ErrorState fault={fault} />}
        {narrow && one && (
          <Select
            label={words.role}
            allowDeselect={false}
            value={one.id}
            onChange={(id) => setChosen(id ?? undefined)}
            data={roles.map((role) => ({ value: role.id, label: role.name }))}
          />
        )}
        {roles.length > 0 && (
          <>
            <Matrix
              title={words.modules}
              text={words.modules_text}
              corner={words.module}
              roles={shown}
              groups={moduleGroups(changer)}
              menu={menu}
            />
            <Legend />
            <Matrix
              title={words.abilities}
              text={words.abilities_text}
              corner={words.ability}
              roles={shown}
              groups={abilityGroups(abilities, changer)}
              menu={() => null}
            />
          </>
        )}
      </div>
      {sheet?.do === 'copy' && (
        <CopySheet roles={roles} from={sheet.from} close={close} done={(made) => setChosen(made.id)} />
      )}
      {sheet?.do === 'rename' && (
        <RenameSheet
          role={sheet.role}
          close={close}
          rename={async (name) => {
            await api.patch(`/roles/${sheet.role.id}`, { name }, { version: sheet.role.version });
            await refresh('/roles');
          }}
        />
      )}
    </SettingsPage>
  );
}

const useRoleActs = (no: string | undefined, open: (sheet: Sheet) => void) => {
  const refresh = useRefresh();
  const remove = async (role: RoleRow) => {
    const sure = await confirm({
      title: words.remove_title(role.name),
      consequence: words.remove_text,
      verb: words.remove,
      danger: true,
    });
    if (!sure) return;
    await api.delete(`/roles/${role.id}`, { version: role.version });
    toast(words.removed(role.name));
    await refresh('/roles');
  };
  return (role: RoleRow): Act[] => [
    { id: 'copy', label: words.copy_this, icon: <Copy />, why_not: no, run: () => open({ do: 'copy', from: role.id }) },
    { id: 'see', label: words.see_as, icon: <Eye />, why_not: no, run: () => lookAs({ role_id: role.id }) },
    ...(role.built_in
      ? []
      : [
          { id: 'rename', label: words.rename, icon: <Pencil />, run: () => open({ do: 'rename', role }) },
          { id: 'remove', label: words.remove, icon: <Trash2 />, danger: true, run: () => remove(role) },
        ]),
  ];
};

type Changer = (role: RoleRow) => ((change: RoleChange) => void) | undefined;

const moduleGroups = (changer: Changer): MatrixGroup[] => [
  {
    id: 'modules',
    rows: [
      ...MODULES.map((module) => ({
        id: module,
        label: MODULE_NAMES[module],
        text: words.module_texts[module],
        cell: (role: RoleRow) => (
          <GrantCell role={role} module={module} label={MODULE_NAMES[module]} change={changer(role)} />
        ),
      })),
      {
        id: 'own_clients_only',
        label: words.own_clients,
        text: words.own_clients_text,
        cell: (role: RoleRow) => {
          const change = changer(role);
          return (
            <TickCell
              on={role.own_clients_only}
              label={words.change(words.own_clients, role.name)}
              toggle={change && ((on) => change({ own_clients_only: on }))}
            />
          );
        },
      },
    ],
  },
];

/** Abilities under the module they belong to, in the order of the rail's modules. */
const abilityGroups = (abilities: readonly AbilityRow[], changer: Changer): MatrixGroup[] =>
  MODULES.map((module) => ({
    id: module,
    label: MODULE_NAMES[module],
    rows: abilities
      .filter((ability) => ability.module === module)
      .map((ability) => ({
        id: ability.id,
        label: ability.name,
        text: ability.lets,
        cell: (role: RoleRow) => <AbilityCell role={role} ability={ability} change={changer(role)} />,
      })),
  })).filter((group) => group.rows.length > 0);

const AbilityCell = ({
  role,
  ability,
  change,
}: {
  role: RoleRow;
  ability: AbilityRow;
  change: ReturnType<Changer>;
}) => {
  const on = (role.abilities as readonly string[]).includes(ability.id);
  const others = role.abilities.filter((one) => one !== ability.id);
  // practice.own is never in a role of one's own (PL-29)
  const toggle =
    change && ability.id !== 'practice.own'
      ? (to: boolean) => change({ abilities: to ? [...others, ability.id] : others })
      : undefined;
  return <TickCell on={on} label={words.change(ability.name, role.name)} toggle={toggle} />;
};

const Legend = () => (
  <ul className="legend">
    {GRANTS.map((grant) => (
      <li key={grant}>
        <GrantWord grant={grant} />
        <span className="quiet" aria-hidden="true">
          {words.grant_texts[grant]}
        </span>
      </li>
    ))}
  </ul>
);
