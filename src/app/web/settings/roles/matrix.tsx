import { type ReactNode, useId } from 'react';
import type { RoleRow } from '../members/roles.ts';

export interface MatrixRow {
  id: string;
  label: string;
  text?: string;
  cell: (role: RoleRow) => ReactNode;
}

export interface MatrixGroup {
  id: string;
  label?: string;
  rows: readonly MatrixRow[];
}

interface MatrixProps {
  title: string;
  text: string;
  /** Over the first column. */
  corner: string;
  roles: readonly RoleRow[];
  groups: readonly MatrixGroup[];
  /** Beside the role's name. */
  menu: (role: RoleRow) => ReactNode;
}

const FIRST = 208;
const EACH = 96;

/** A table of PL-27: a line per permission, a column per role; the head and the first column stay in sight. */
export const Matrix = ({ title, text, corner, roles, groups, menu }: MatrixProps) => {
  const id = useId();
  return (
    <div className="settings-part">
      <header>
        <h2 id={id}>{title}</h2>
        <p className="quiet">{text}</p>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by keyboard */}
      <section className="matrix-scroll" tabIndex={0} aria-labelledby={id}>
        <table className="matrix" style={{ minWidth: FIRST + roles.length * EACH }}>
          <thead>
            <tr>
              <th scope="col">{corner}</th>
              {roles.map((role) => (
                <th key={role.id} scope="col" data-own={!role.built_in || undefined}>
                  <span className="matrix-role">
                    {role.name}
                    {menu(role)}
                  </span>
                </th>
              ))}
            </tr>
          </thead>
          {groups.map((group) => (
            <tbody key={group.id}>
              {group.label && (
                <tr className="matrix-group">
                  <th scope="rowgroup" colSpan={roles.length + 1}>
                    {group.label}
                  </th>
                </tr>
              )}
              {group.rows.map((row) => (
                <tr key={row.id}>
                  <th scope="row">
                    {row.label}
                    {row.text && <span className="caption">{row.text}</span>}
                  </th>
                  {roles.map((role) => (
                    <td key={role.id} data-own={!role.built_in || undefined}>
                      {row.cell(role)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          ))}
        </table>
      </section>
    </div>
  );
};
