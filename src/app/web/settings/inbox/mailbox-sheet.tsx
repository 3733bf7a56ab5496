import { Select, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { AFTERS, type After, SECURITIES, type Security } from '#inbox/mailboxes/model.ts';
import { api } from '#kernel/ui/client.ts';
import { FormSheet } from '#kernel/ui/form/form-sheet.tsx';
import { useRefresh } from '#kernel/ui/query.ts';
import { toast } from '#kernel/ui/toast.tsx';
import { PasswordField } from '../../access/password-field.tsx';
import { useFocusBack } from '../../runs/task/focus-back.ts';
import { MAILBOXES, type MailboxRow } from './mailbox-data.ts';
import { words } from './mailbox-words.ts';
import { QuietField, quietDaysOf, quietText, quietWrong } from './quiet.tsx';

interface Values {
  host: string;
  port: string;
  security: Security;
  user: string;
  secret: string;
  folder: string;
  first_days: string;
  poll_seconds: string;
  after: After;
  move_to: string;
  trusted_verdict_host: string;
  quiet_days: string;
}

const valuesOf = (mailbox: MailboxRow | undefined): Values => ({
  host: mailbox?.host ?? '',
  port: String(mailbox?.port ?? 993),
  security: mailbox?.security ?? 'tls',
  user: mailbox?.user ?? '',
  secret: '',
  folder: mailbox?.folder ?? 'INBOX',
  first_days: '0',
  poll_seconds: String(mailbox?.poll_seconds ?? 60),
  after: mailbox?.after ?? 'leave',
  move_to: mailbox?.move_to ?? '',
  trusted_verdict_host: mailbox?.trusted_verdict_host ?? '',
  quiet_days: quietText(mailbox),
});

const within = (from: number, to: number, wrong: string) => (text: string) =>
  /^\d{1,5}$/.test(text.trim()) && Number(text) >= from && Number(text) <= to ? null : wrong;
const needed = (text: string) => (text.trim() ? null : words.missing);

const bodyOf = ({ secret, first_days, port, poll_seconds, quiet_days, ...rest }: Values, isNew: boolean) => ({
  ...rest,
  port: Number(port),
  poll_seconds: Number(poll_seconds),
  quiet_days: quietDaysOf(quiet_days),
  move_to: rest.after === 'move' ? rest.move_to.trim() || null : null,
  trusted_verdict_host: rest.trusted_verdict_host.trim() || null,
  ...(secret && { secret }),
  ...(isNew && { first_days: Number(first_days) }),
});

const useMailboxForm = (mailbox: MailboxRow | undefined) =>
  useForm<Values>({
    initialValues: valuesOf(mailbox),
    validate: {
      host: needed,
      user: needed,
      folder: needed,
      quiet_days: quietWrong,
      port: within(1, 65_535, words.port_wrong),
      poll_seconds: within(30, 3600, words.poll_wrong),
      first_days: within(0, 30, words.days_wrong),
      secret: (secret) => (mailbox || secret ? null : words.missing),
      move_to: (folder, { after }) => (after === 'move' ? needed(folder) : null),
    },
  });

type MailboxForm = ReturnType<typeof useMailboxForm>;

/** Where a mailbox stands, how it is opened, and what becomes of mail that is taken (IN-48 to IN-51, IN-68). */
export const MailboxSheet = ({ mailbox, close }: { mailbox: MailboxRow | undefined; close: () => void }) => {
  useFocusBack();
  const refresh = useRefresh();
  const form = useMailboxForm(mailbox);
  const send = async (values: Values) => {
    const body = bodyOf(values, !mailbox);
    if (mailbox) await api.patch(`${MAILBOXES}/${mailbox.id}`, body, { version: mailbox.version });
    else await api.post(MAILBOXES, body);
    close();
    toast(mailbox ? words.saved(body.user) : words.added(body.user));
    await refresh(MAILBOXES);
  };
  return (
    <FormSheet
      opened
      close={close}
      title={mailbox ? words.edit_title(mailbox.user) : words.add_title}
      form={form}
      verb={mailbox ? words.save : words.add_verb}
      submit={send}
    >
      <ServerFields form={form} isNew={!mailbox} />
      <ReadingFields form={form} isNew={!mailbox} />
      <QuietField form={form} suggested={mailbox?.quiet_suggested} />
    </FormSheet>
  );
};

interface FieldsProps {
  form: MailboxForm;
  isNew: boolean;
}

const ServerFields = ({ form, isNew }: FieldsProps) => (
  <>
    <div className="mailbox-server">
      <TextInput
        label={words.host}
        description={words.host_hint}
        autoComplete="off"
        data-autofocus
        {...form.getInputProps('host')}
      />
      <TextInput label={words.port} inputMode="numeric" autoComplete="off" {...form.getInputProps('port')} />
    </div>
    <Select
      label={words.security}
      data={SECURITIES.map((value) => ({ value, label: words.securities[value] }))}
      allowDeselect={false}
      {...form.getInputProps('security')}
    />
    <TextInput
      label={words.user}
      description={words.user_hint}
      maxLength={320}
      autoComplete="off"
      {...form.getInputProps('user')}
    />
    <PasswordField
      label={words.secret}
      description={isNew ? words.secret_hint : words.secret_kept}
      autoComplete="off"
      maxLength={1000}
      {...form.getInputProps('secret')}
    />
  </>
);

const ReadingFields = ({ form, isNew }: FieldsProps) => (
  <>
    <h2>{words.reading}</h2>
    <TextInput label={words.folder} maxLength={200} autoComplete="off" {...form.getInputProps('folder')} />
    {isNew && (
      <TextInput
        label={words.first_days}
        description={words.first_days_hint}
        inputMode="numeric"
        {...form.getInputProps('first_days')}
      />
    )}
    <Select
      label={words.after}
      data={AFTERS.map((value) => ({ value, label: words.afters[value] }))}
      allowDeselect={false}
      {...form.getInputProps('after')}
    />
    {form.values.after === 'move' && (
      <TextInput
        label={words.move_to}
        description={words.move_to_hint}
        maxLength={200}
        autoComplete="off"
        {...form.getInputProps('move_to')}
      />
    )}
    <TextInput
      label={words.poll}
      description={words.poll_hint}
      inputMode="numeric"
      {...form.getInputProps('poll_seconds')}
    />
    <TextInput
      label={words.host_of_verdict}
      description={words.host_of_verdict_hint}
      maxLength={253}
      autoComplete="off"
      {...form.getInputProps('trusted_verdict_host')}
    />
  </>
);
