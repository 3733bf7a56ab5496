import { Link2Off, Pencil, Star, Trash2, UserRoundPlus } from 'lucide-react';
import { useState } from 'react';
import { canAny, writes } from '#kernel/access/roles/rules.ts';
import type { Act } from '#kernel/ui/act.ts';
import { ActButton } from '#kernel/ui/act-button.tsx';
import { api } from '#kernel/ui/client.ts';
import { EmptyState } from '#kernel/ui/empty-state.tsx';
import { Go } from '#kernel/ui/go.tsx';
import { DataList } from '#kernel/ui/list/data-list.tsx';
import { useListState } from '#kernel/ui/list/list-state.ts';
import type { Column } from '#kernel/ui/list/model.ts';
import { useList, useRefresh } from '#kernel/ui/query.ts';
import { toast } from '#kernel/ui/toast.tsx';
import { useWho } from '../../me/me.ts';
import { Text } from '../cells.tsx';
import { PLACES } from '../data.ts';
import type { PersonDetail } from '../facts.ts';
import { ContactSheet } from './contact-sheet.tsx';
import { type ContactRow, linksWith } from './contacts.ts';
import { words } from './words.ts';

const { contact_columns: said } = words;

const columnsFor = (person: string): Column<ContactRow>[] => [
  {
    id: 'name',
    label: said.name,
    sort: 'name',
    cell: (row) => (
      <span className="person-name">
        <span className="cut">{row.full_name}</span>
        {lineOf(row, person)?.primary && (
          <span className="person-mark" title={words.is_primary}>
            <Star aria-hidden />
            <span className="unseen">{words.primary}</span>
          </span>
        )}
      </span>
    ),
  },
  {
    id: 'label',
    label: said.label,
    cell: (row) => <Text value={lineOf(row, person)?.label || row.job_title} />,
    width: 104,
  },
  { id: 'email', label: said.email, cell: (row) => <Email row={row} />, width: 172 },
  { id: 'phone', label: said.phone, cell: (row) => <Phone row={row} />, width: 112 },
  {
    id: 'also',
    label: said.also,
    cell: (row) => <Also row={row} person={person} />,
    width: 160,
    off_card: true,
    hidden: true,
  },
];

const lineOf = (row: ContactRow, person: string) => row.links.find((link) => link.person === person);
const first = <T extends { primary: boolean }>(all: readonly T[]): T | undefined =>
  all.find((one) => one.primary) ?? all[0];

const Email = ({ row }: { row: ContactRow }) => {
  const email = first(row.emails);
  return email ? (
    <a className="link" href={`mailto:${email.address}`}>
      {email.address}
    </a>
  ) : (
    <span className="none">–</span>
  );
};

const Phone = ({ row }: { row: ContactRow }) => {
  const phone = first(row.phones);
  return phone ? (
    <a className="link tabular" href={`tel:${phone.number}`}>
      {phone.typed || phone.number}
    </a>
  ) : (
    <span className="none">–</span>
  );
};

const Also = ({ row, person }: { row: ContactRow; person: string }) => {
  const others = row.links.filter((link) => link.person !== person);
  if (others.length === 0) return <span className="none">–</span>;
  return (
    <span className="tags">
      {others.map((link) => (
        <Go
          key={link.person}
          className="link cut"
          to={`${PLACES[link.kind === 'client' ? 'client' : 'prospect']}/${link.person}`}
        >
          {link.display_name}
        </Go>
      ))}
    </span>
  );
};

/** The people one talks to at a record; one may belong to several records. */
export const ContactsTab = ({ person }: { person: PersonDetail }) => {
  const who = useWho();
  const no = canAny(who, [writes('people'), writes('collections')])?.because;
  const [sheet, setSheet] = useState<{ contact?: ContactRow }>();
  const state = useListState({ sort: 'name', fixed: { person: person.id } });
  const source = useList<ContactRow>('/contacts', state.query);
  const acts = useContactActs(person, no, (contact) => setSheet({ contact }));
  const add: Act = {
    id: 'add',
    label: words.add_contact,
    icon: <UserRoundPlus />,
    key: 'c',
    why_not: no,
    run: () => setSheet({}),
  };
  return (
    <section className="overview-part">
      <DataList
        inline
        no_search
        name="contacts"
        label={words.tabs.contacts}
        columns={columnsFor(person.id)}
        state={state}
        source={source}
        nameOf={(row) => row.full_name}
        acts={acts}
        tools={source.rows.length > 0 && <ActButton act={add} />}
        empty={<EmptyState title={words.no_contacts} text={words.no_contacts_text} acts={[{ ...add, main: true }]} />}
      />
      {sheet && <ContactSheet person={person} contact={sheet.contact} close={() => setSheet(undefined)} />}
    </section>
  );
};

const useContactActs = (person: PersonDetail, no: string | undefined, edit: (row: ContactRow) => void) => {
  const refresh = useRefresh();
  const put = async (row: Pick<ContactRow, 'id' | 'version'>, links: unknown): Promise<ContactRow> => {
    const saved = await api.patch<ContactRow>(`/contacts/${row.id}`, { links }, { version: row.version });
    await refresh('/contacts');
    return saved;
  };
  const prime = async (row: ContactRow) => {
    const label = lineOf(row, person.id)?.label ?? '';
    const saved = await put(row, linksWith(row.links, person.id, { label, primary: true }));
    toast(words.saved_contact(row.full_name), { undo: () => put(saved, linksWith(row.links, '', null)) });
  };
  const unlink = async (row: ContactRow) => {
    const saved = await put(row, linksWith(row.links, person.id, null));
    toast(words.unlinked(row.full_name), { undo: () => put(saved, linksWith(row.links, '', null)) });
  };
  const remove = async (row: ContactRow) => {
    await api.delete(`/contacts/${row.id}`, { version: row.version });
    await refresh('/contacts');
    toast(words.removed_contact(row.full_name), {
      undo: async () => {
        await api.post(`/contacts/${row.id}/restoration`);
        await refresh('/contacts');
      },
    });
  };
  return (row: ContactRow): Act[] => [
    { id: 'edit', label: 'Edit', icon: <Pencil />, key: 'e', why_not: no, run: () => edit(row) },
    ...(lineOf(row, person.id)?.primary
      ? []
      : [{ id: 'prime', label: words.make_primary, icon: <Star />, why_not: no, run: () => prime(row) }]),
    { id: 'unlink', label: words.unlink, icon: <Link2Off />, why_not: no, run: () => unlink(row) },
    { id: 'remove', label: words.remove_contact, icon: <Trash2 />, danger: true, why_not: no, run: () => remove(row) },
  ];
};
