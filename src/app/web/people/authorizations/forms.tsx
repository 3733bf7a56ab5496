import { useState } from 'react';
import { FormSheet } from '#kernel/ui/form/form-sheet.tsx';
import { seam } from '#people/authorizations/status.ts';
import { Conflict } from '../form/conflict.tsx';
import { type FoundRecord, RecordSelect } from '../form/record-select.tsx';
import { useSaving } from '../form/saving.ts';
import { type AuthorizationDetail, type KnownAuthorization, namedFully, pageOf } from './facts.ts';
import { AuthorizationFields, useAuthorizationForm } from './fields.tsx';
import { sayField } from './say.ts';
import { type AuthorizationValues, blankValues, bodyOf, changesOf, renewalOf, valuesOf } from './values.ts';
import { useAuthorizationVerbs } from './verbs.ts';
import { words } from './words.ts';

interface AddProps {
  client?: KnownAuthorization['client'] | undefined;
  close: () => void;
}

/** A new one, of the client whose page one is on or of one that is chosen. */
export const AddSheet = ({ client: given, close }: AddProps) => {
  const { add } = useAuthorizationVerbs();
  const [client, setClient] = useState<FoundRecord | undefined>(given);
  const form = useAuthorizationForm(blankValues);
  const send = async (values: AuthorizationValues) => {
    await add({ client: client?.id ?? null, ...bodyOf(values) });
    close();
  };
  return (
    <FormSheet
      opened
      close={close}
      title={given ? words.add_title(given.display_name) : words.add}
      intro={words.intro}
      form={form}
      verb={words.add_verb}
      submit={send}
      why_not={client ? undefined : words.client_missing}
    >
      {!given && (
        <RecordSelect
          label={words.client}
          description={words.client_hint}
          kinds={['client', 'prospect']}
          chosen={client}
          choose={setClient}
          data-autofocus
        />
      )}
      <AuthorizationFields form={form} client={client} />
    </FormSheet>
  );
};

interface ExistingProps {
  one: AuthorizationDetail;
  close: () => void;
}

/** Every field; a change of days or state moves the runs that refer to it, and says how many (PE-60, PE-104). */
export const EditSheet = ({ one, close }: ExistingProps) => {
  const { change } = useAuthorizationVerbs();
  const form = useAuthorizationForm(valuesOf(one));
  const { send, clash, join } = useSaving<AuthorizationDetail, AuthorizationValues>({
    one,
    path: pageOf(one.id),
    valuesOf,
    changesOf,
    save: (base, changes) => change(base, changes as Record<string, never>),
    close,
  });
  const open = one.runs.filter(({ ended_at }) => ended_at === null).length;
  const moves = ['valid_from', 'valid_to', 'state'].some((field) => field in changesOf(valuesOf(one), form.values));
  return (
    <FormSheet
      opened
      close={close}
      title={words.edit_title(namedFully(one))}
      form={form}
      verb={words.save}
      submit={send}
    >
      {clash && (
        <Conflict
          clash={clash}
          mine={form.values}
          label={(field) => words.fields[field]}
          say={sayField}
          join={join(form)}
        />
      )}
      <AuthorizationFields
        form={form}
        client={one.client}
        beneath_days={open > 0 && moves && <p role="status">{words.replans(open)}</p>}
      />
    </FormSheet>
  );
};

/** A new one that names the old one, from the day after it; a gap or overlap is shown, not refused (PE-58). */
export const RenewSheet = ({ one, close }: ExistingProps) => {
  const { renew } = useAuthorizationVerbs();
  const form = useAuthorizationForm(renewalOf(one));
  const between = seam(one, form.values);
  const send = async (values: AuthorizationValues) => {
    await renew(one, bodyOf(values));
    close();
  };
  return (
    <FormSheet
      opened
      close={close}
      title={words.renew_title(namedFully(one))}
      intro={words.renew_intro}
      form={form}
      verb={words.renew}
      submit={send}
    >
      <AuthorizationFields
        form={form}
        client={one.client}
        beneath_days={
          between && (
            <p className="seam" role="status">
              {between.sentence}
            </p>
          )
        }
      />
    </FormSheet>
  );
};
