import { Download, Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { WRITES } from '#inbox/letters/rules.ts';
import type { Act } from '#kernel/ui/act.ts';
import { api } from '#kernel/ui/client.ts';
import { confirm } from '#kernel/ui/confirm.tsx';
import { EmptyState } from '#kernel/ui/empty-state.tsx';
import { DataList } from '#kernel/ui/list/data-list.tsx';
import { useListState } from '#kernel/ui/list/list-state.ts';
import type { Column } from '#kernel/ui/list/model.ts';
import { useList, useRefresh } from '#kernel/ui/query.ts';
import { toast, toastRefusal } from '#kernel/ui/toast.tsx';
import { LETTER_TEMPLATES, type LetterTemplateRow } from '../../documents/data.ts';
import { contentOf } from '../../files/preview.tsx';
import { useWhyNot } from '../../me/me.ts';
import { Text } from '../../people/cells.tsx';
import { SettingsPage } from '../shell.tsx';
import { LetterTemplateSheet } from './sheet.tsx';
import { words } from './words.ts';

const COLUMNS: Column<LetterTemplateRow>[] = [
  { id: 'name', label: words.columns.name, cell: ({ name }) => <Text value={name} />, width: 240 },
  {
    id: 'fields',
    label: words.columns.fields,
    cell: ({ fields }) => <Text value={fields.join(', ') || words.no_fields} />,
  },
];

/** `/settings/letters`: the paper that letters are written on (IN-116). */
export default function LettersPage() {
  const no = useWhyNot(WRITES);
  const refresh = useRefresh();
  const [sheet, setSheet] = useState<{ template?: LetterTemplateRow }>();
  const state = useListState({});
  const source = useList<LetterTemplateRow>(LETTER_TEMPLATES);
  const add: Act = { id: 'add', label: words.add, key: 'n', main: true, why_not: no, run: () => setSheet({}) };
  const takeAway = async ({ id, name, version }: LetterTemplateRow) => {
    const sure = await confirm({
      title: words.take_away_title(name),
      consequence: words.take_away_text,
      verb: words.take_away,
      danger: true,
    });
    if (!sure) return;
    try {
      await api.delete(`${LETTER_TEMPLATES}/${id}`, { version });
      toast(words.taken_away(name));
    } catch (fault) {
      toastRefusal(fault);
    } finally {
      await refresh(LETTER_TEMPLATES);
    }
  };
  const acts = (template: LetterTemplateRow): Act[] => [
    { id: 'edit', label: words.edit, icon: <Pencil />, key: 'e', why_not: no, run: () => setSheet({ template }) },
    {
      id: 'download',
      label: words.download,
      icon: <Download />,
      run: () => window.location.assign(contentOf({ id: template.file_id })),
    },
    {
      id: 'take_away',
      label: words.take_away,
      icon: <Trash2 />,
      danger: true,
      why_not: no,
      run: () => takeAway(template),
    },
  ];
  return (
    <SettingsPage here="letters" full main={add}>
      <DataList
        name="letters"
        label={words.letters}
        columns={COLUMNS}
        state={state}
        source={source}
        nameOf={({ name }) => name}
        acts={acts}
        empty={<EmptyState title={words.empty} text={words.empty_text} acts={[add]} />}
      />
      {sheet && <LetterTemplateSheet template={sheet.template} close={() => setSheet(undefined)} />}
    </SettingsPage>
  );
}
