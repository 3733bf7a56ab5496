import { useForm } from '@mantine/form';
import type { Difference } from '#inbox/triage/differing.ts';
import { api } from '#kernel/ui/client.ts';
import { useClock } from '#kernel/ui/clock.tsx';
import { dayWords, Moment } from '#kernel/ui/day.tsx';
import { Form } from '#kernel/ui/form/form.tsx';
import { Go } from '#kernel/ui/go.tsx';
import { useRefresh } from '#kernel/ui/query.ts';
import { toast } from '#kernel/ui/toast.tsx';
import { itemPage } from '../../inbox/data.ts';
import { words as mail } from '../../inbox/mail-words.ts';
import { Dialog } from '../../runs/task/dialogs.tsx';
import { RULES, type RuleRow, type Trial } from './triage-data.ts';
import { words } from './triage-words.ts';

/** What would have become of what came last, and the press that switches the rule on (IN-186). */
export const TrialDialog = ({ rule, tried, close }: { rule: RuleRow; tried: Trial; close: () => void }) => {
  const refresh = useRefresh();
  const form = useForm({ initialValues: {} });
  const send = async () => {
    if (!rule.on) {
      await api.put(`${RULES}/${rule.id}/switch`, { on: true }, { version: tried.version });
      toast(words.is_on(rule.name));
      await refresh(RULES);
    }
    close();
  };
  return (
    <Dialog title={words.trial_title(rule.name)} size={640} close={close}>
      <p className="form-intro">
        {tried.looked_at ? words.trial(tried.looked_at, tried.items.length) : words.nothing_came}
      </p>
      <Form
        form={form}
        verb={rule.on ? words.done : words.switch_on}
        submit={send}
        {...(!rule.on && { cancel: close })}
        free
      >
        {tried.items.length > 0 && (
          <ul className="trial" aria-label={words.trial_title(rule.name)}>
            {tried.items.map((one) => (
              <li key={one.id}>
                <span className="trial-what">
                  {one.item ? (
                    <Go className="link" to={itemPage(one.item.number)}>
                      #{one.item.number} {one.subject}
                    </Go>
                  ) : (
                    <span>{one.subject}</span>
                  )}
                  <span className="caption">
                    {one.sender || mail.no_sender}, <Moment instant={one.received_at} />
                  </span>
                </span>
                <Changes changes={one.changes} />
              </li>
            ))}
          </ul>
        )}
      </Form>
    </Dialog>
  );
};

const Changes = ({ changes }: { changes: readonly Difference[] }) => {
  const { today, locale } = useClock();
  const say = (field: Difference['field'], value: string | null): string => {
    if (field === 'set_aside') return value ? words.by(value) : words.an_item;
    if (value === null) return field === 'assignee' ? words.nobody : words.nothing;
    return field === 'due' ? dayWords(value, today, locale) : value;
  };
  return (
    <span className="trial-changes">
      {changes.map(({ field, before, after }) => (
        <span key={field}>
          <span className="caption">{words.fields[field]} </span>
          {say(field, before)} → {say(field, after)}
        </span>
      ))}
    </span>
  );
};
