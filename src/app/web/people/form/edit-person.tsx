import { useState } from 'react';
import { api, isRefusal } from '#kernel/ui/client.ts';
import { useClock } from '#kernel/ui/clock.tsx';
import { FormSheet } from '#kernel/ui/form/form-sheet.tsx';
import { useThing } from '#kernel/ui/query.ts';
import { toast } from '#kernel/ui/toast.tsx';
import { peopleWhole } from '#people/fields/rights.ts';
import type { PersonKind } from '#people/persons/model.ts';
import { useWho } from '../../me/me.ts';
import { placeOf, useNameOf, useRefreshPeople, useTags } from '../data.ts';
import type { PersonDetail } from '../facts.ts';
import { type Clash, Conflict } from './conflict.tsx';
import { usePersonForm } from './form-of.ts';
import { askingOnce } from './own-email.ts';
import { PersonFields } from './person-fields.tsx';
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
  const refresh = useRefreshPeople();
  const { locale } = useClock();
  const nameOf = useNameOf();
  const tags = useTags();
  const no = peopleWhole(useWho(), 'change numbers')?.because;
  // The sheet keeps the record it was opened on: what is asked again in the background must not move under the hands.
  const [base, setBase] = useState(one);
  const [clash, setClash] = useState<Clash<PersonValues>>();
  const form = usePersonForm(valuesOf(one));
  const send = async (values: PersonValues) => {
    const changes = changesOf(valuesOf(base), values, base.kind);
    if (Object.keys(changes).length === 0) return close();
    try {
      await save(base, changes);
    } catch (fault) {
      if (!isRefusal(fault) || fault.status !== 412) throw fault;
      const now = await api.get<PersonDetail>(placeOf(base.kind, base.id));
      const { changed_by, changed_at } = fault.facts as { changed_by?: string; changed_at?: string };
      setClash({
        who: nameOf(changed_by),
        at: changed_at ?? null,
        before: valuesOf(base),
        theirs: valuesOf(now),
      });
      setBase(now);
      throw fault;
    }
    close();
    await refresh();
  };
  const save = async (at: PersonDetail, changes: object): Promise<void> => {
    const saved = await askingOnce((more) =>
      api.patch<PersonDetail>(placeOf(at.kind, at.id), { ...changes, ...more }, { version: at.version }),
    );
    const back = changesOf(valuesOf(saved), valuesOf(at), at.kind);
    toast(words.saved(saved.display_name), {
      undo: async () => {
        await api.patch(placeOf(at.kind, at.id), { ...back, confirm_own_email: true }, { version: saved.version });
        await refresh();
      },
    });
  };
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
          join={(values) => {
            form.setValues(values);
            form.clearErrors();
            setClash(undefined);
            toast(words.joined);
          }}
        />
      )}
      <PersonFields form={form} kind={one.kind} number_why_not={no} />
    </FormSheet>
  );
};
