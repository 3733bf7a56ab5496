import { api } from '#kernel/ui/client.ts';
import { useClock } from '#kernel/ui/clock.tsx';
import { FormSheet } from '#kernel/ui/form/form-sheet.tsx';
import { useThing } from '#kernel/ui/query.ts';
import { toast } from '#kernel/ui/toast.tsx';
import { peopleWhole } from '#people/fields/rights.ts';
import type { PersonKind } from '#people/persons/model.ts';
import { useWho } from '../../me/me.ts';
import { placeOf, useNameOf, useTags } from '../data.ts';
import type { PersonDetail } from '../facts.ts';
import { Conflict } from './conflict.tsx';
import { usePersonForm } from './form-of.ts';
import { askingOnce } from './own-email.ts';
import { PersonFields } from './person-fields.tsx';
import { useSaving } from './saving.ts';
import { fieldName, sayField } from './say.ts';
import { changesOf, type PersonValues, valuesOf } from './values.ts';
import { words } from './words.ts';
import './form.css';

interface EditPersonProps {
  kind: PersonKind;
  id: string;
  close: () => void;
}

/** Every field of a prospect or client (PE-104). */
export const EditPerson = ({ kind, id, close }: EditPersonProps) => {
  const { data } = useThing<PersonDetail>(placeOf(kind, id));
  return data ? <Loaded one={data} close={close} /> : null;
};

const Loaded = ({ one, close }: { one: PersonDetail; close: () => void }) => {
  const { locale } = useClock();
  const nameOf = useNameOf();
  const tags = useTags();
  const no = peopleWhole(useWho(), 'change numbers')?.because;
  const form = usePersonForm(valuesOf(one));
  const path = placeOf(one.kind, one.id);
  const save = async (at: PersonDetail, changes: object): Promise<void> => {
    const saved = await askingOnce((more) =>
      api.patch<PersonDetail>(path, { ...changes, ...more }, { version: at.version }),
    );
    const back = changesOf(valuesOf(saved), valuesOf(at), at.kind);
    toast(words.saved(saved.display_name), {
      undo: async () => {
        await api.patch(path, { ...back, confirm_own_email: true }, { version: saved.version });
        await refresh();
      },
    });
  };
  const { send, clash, join, refresh } = useSaving<PersonDetail, PersonValues>({
    one,
    path,
    valuesOf,
    changesOf: (before, now) => changesOf(before, now, one.kind),
    save,
    close,
  });
  return (
    <FormSheet
      opened
      close={close}
      title={words.edit_title(one.display_name)}
      form={form}
      verb={words.save}
      submit={send}
    >
      {clash && (
        <Conflict
          clash={clash}
          mine={form.values}
          label={fieldName}
          say={(field, values) => sayField(field, values, { tags, nameOf, locale })}
          join={join(form)}
        />
      )}
      <PersonFields form={form} kind={one.kind} number_why_not={no} />
    </FormSheet>
  );
};
