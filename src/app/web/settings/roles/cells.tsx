import { Checkbox, Menu } from '@mantine/core';
import { Check } from 'lucide-react';
import type { Module } from '#kernel/decision/model.ts';
import type { RoleRow } from '../members/roles.ts';
import { changeTo, GRANTS, type Grant, grantOf, type RoleChange } from './grants.ts';
import { words } from './words.ts';

interface CellProps {
  role: RoleRow;
  /** Absent for built-in roles, and for who may not. */
  change?: ((change: RoleChange) => void) | undefined;
}

/** One module of one role. */
export const GrantCell = ({ role, module, label, change }: CellProps & { module: Module; label: string }) => {
  const grant = grantOf(role, module);
  if (!change) return <GrantWord grant={grant} />;
  return (
    <Menu position="bottom-start" width={280}>
      <Menu.Target>
        <button
          type="button"
          className="grant-button"
          aria-label={`${words.change(label, role.name)}: ${words.grant_texts[grant]}`}
        >
          <GrantWord grant={grant} />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.RadioGroup value={grant} onChange={(to) => change(changeTo(module, to as Grant))}>
          {GRANTS.map((one) => (
            <Menu.RadioItem key={one} value={one}>
              {words.grant_texts[one]}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  );
};

/** Word and shape of a cell; the whole sentence for screen readers and on hover. */
export const GrantWord = ({ grant }: { grant: Grant }) => (
  <span className="grant" data-grant={grant} title={words.grant_texts[grant]}>
    <svg viewBox="0 0 12 12" aria-hidden="true" focusable="false">
      {grant !== 'none' && <circle cx="6" cy="6" r="4.75" />}
      {grant === 'write' && <circle cx="6" cy="6" r="4.75" className="grant-full" />}
      {grant === 'assigned' && <path d="M6 1.25a4.75 4.75 0 0 1 0 9.5Z" className="grant-full" />}
    </svg>
    <span aria-hidden="true">{words.grants[grant]}</span>
    <span className="unseen">{words.grant_texts[grant]}</span>
  </span>
);

interface TickCellProps {
  on: boolean;
  label: string;
  toggle?: ((on: boolean) => void) | undefined;
}

/** A yes or no of one role. */
export const TickCell = ({ on, label, toggle }: TickCellProps) => {
  if (toggle)
    return (
      <Checkbox size="xs" checked={on} aria-label={label} onChange={(event) => toggle(event.currentTarget.checked)} />
    );
  return on ? (
    <Check className="tick-on" role="img" aria-label={words.has} />
  ) : (
    <span className="unseen">{words.has_not}</span>
  );
};
