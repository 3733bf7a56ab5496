import { api } from '#kernel/ui/client.ts';
import { useDraft } from '#kernel/ui/form/draft.tsx';
import { FormSheet } from '#kernel/ui/form/form-sheet.tsx';
import { useGo } from '#kernel/ui/go.tsx';
import { toast } from '#kernel/ui/toast.tsx';
import { peopleWhole } from '#people/fields/rights.ts';
import type { PersonKind } from '#people/persons/model.ts';
import { displayName } from '#people/persons/status.ts';
import { useWho } from '../../me/me.ts';
import { placeOf, useRefreshPeople } from '../data.ts';
import type { PersonDetail } from '../facts.ts';
import { words as people } from '../words.ts';
import { usePersonForm } from './form-of.ts';
import { type Compared, type Lookalike, Lookalikes, useLookalikes } from './lookalikes.tsx';
import { askingOnce } from './own-email.ts';
import { PersonFields } from './person-fields.tsx';
import { blankValues, newBody, type PersonValues } from './values.ts';
import { words } from './words.ts';
import './form.css';

/** Adds a prospect or client; what may be a record already is shown before (PE-10, PE-71). */
export const AddPerson = ({ kind, close }: { kind: PersonKind; close: () => void }) => {
  const go = useGo();
  const refresh = useRefreshPeople();
  const form = usePersonForm(blankValues);
  const draft = useDraft(`add-${kind}`, form);
  const no = peopleWhole(useWho(), 'choose numbers')?.because;
  const found = useLookalikes(comparedBy(form.values));
  const take = (one: Lookalike) => {
    draft.forget();
    close();
    go(placeOf(one.kind, one.id));
  };
  const send = async (values: PersonValues) => {
    const beside = found.length ? { added_beside: found.slice(0, MOST_BESIDE).map(({ id }) => id) } : {};
    const body = { ...newBody(values, kind), ...beside };
    const made = await askingOnce((more) => api.post<PersonDetail>(`/${kind}s`, { ...body, ...more }));
    draft.forget();
    close();
    toast(words.added(made.display_name), {
      link: { label: people.open_it, run: () => go(placeOf(kind, made.id)) },
      undo: async () => {
        await api.delete(placeOf(kind, made.id), { version: made.version });
        await refresh();
      },
    });
    await refresh();
  };
  return (
    <FormSheet
      opened
      close={close}
      title={words.add[kind]}
      intro={words.add_intro[kind]}
      form={form}
      verb={found.length ? words.add_anyway[kind] : words.add[kind]}
      submit={send}
      note={draft.note}
    >
      <PersonFields
        form={form}
        kind={kind}
        brief
        number_why_not={no}
        beneath_names={<Lookalikes found={found} use={take} />}
      />
    </FormSheet>
  );
};

const MOST_BESIDE = 20;

const comparedBy = (values: PersonValues): Compared => ({
  kind: 'person',
  name: displayName(values),
  emails: values.emails.map(({ address }) => address),
  phones: values.phones.map(({ number }) => number),
  country: values.country,
  tax_number: values.tax_number,
  business_number: values.business_number,
});
