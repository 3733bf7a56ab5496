import { useForm } from '@mantine/form';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { FormSheet } from '#kernel/ui/form/form-sheet.tsx';
import { useList } from '#kernel/ui/query.ts';
import { PLACES } from '../data.ts';
import { FoundSelect } from '../form/found-select.tsx';
import type { ShortRecord } from './facts.ts';
import { MergeSheet } from './merge-sheet.tsx';
import { words } from './words.ts';

interface MergeWithProps {
  record: ShortRecord;
  close: () => void;
}

const PAUSE_MS = 180;

/** «Merge with…»: first with which record, then the two side by side. */
export const MergeWith = ({ record, close }: MergeWithProps) => {
  const [typed, setTyped] = useState('');
  const [q] = useDebouncedValue(typed.trim(), PAUSE_MS);
  const found = useFound(record, q);
  const [other, setOther] = useState<ShortRecord>();
  const [comparing, setComparing] = useState(false);
  const form = useForm({ initialValues: {} });
  if (comparing && other) return <MergeSheet first={record} second={other} close={close} />;
  return (
    <FormSheet
      opened
      close={close}
      title={words.title(record.display_name)}
      form={form}
      verb={words.go_on}
      why_not={other ? undefined : words.which_hint}
      submit={async () => setComparing(true)}
      free
    >
      <FoundSelect
        label={words.which}
        description={words.which_hint}
        data-autofocus
        typed={typed}
        onType={setTyped}
        found={found}
        chosen={other}
        choose={setOther}
        caption={({ kind, numbers }) => [words.kind_of[kind], ...numbers].join(', ')}
      />
    </FormSheet>
  );
};

interface Found {
  id: string;
  kind?: string;
  display_name: string;
  number?: string;
  client_number?: string | null;
  prospect_number?: string | null;
}

/** Records of a kind that can be merged with this one; a prospect also with clients, and the other way round (PE-73). */
const useFound = (record: ShortRecord, q: string): ShortRecord[] => {
  const enabled = { enabled: q !== '' };
  const query = { q, limit: 20, sort: 'name' };
  const person = record.kind !== 'employee';
  const clients = useList<Found>(PLACES.client, query, { enabled: person && enabled.enabled });
  const prospects = useList<Found>(PLACES.prospect, query, { enabled: person && enabled.enabled });
  const employees = useList<Found>(PLACES.employee, query, { enabled: !person && enabled.enabled });
  return [...clients.rows, ...prospects.rows, ...employees.rows]
    .filter(({ id }) => id !== record.id)
    .map(({ id, kind = 'employee', display_name, number, client_number, prospect_number }) => ({
      id,
      kind,
      display_name,
      numbers: [number, client_number, prospect_number].filter((one) => typeof one === 'string'),
    }));
};
