import { ErrorState } from '#kernel/ui/error-state.tsx';
import { PageSkeleton } from '#kernel/ui/skeleton.tsx';
import { usePractice } from '../practice.ts';
import { SettingsPage } from '../shell.tsx';
import { Addresses } from './addresses.tsx';
import { words as alerts } from './alert-words.ts';
import { Alerts } from './alerts.tsx';
import { words as assignments } from './assignment-words.ts';
import { Assignments } from './assignments.tsx';
import { Categories } from './categories.tsx';
import { words as categories } from './category-words.ts';
import { ItemSettings } from './items.tsx';
import { words as mailboxes } from './mailbox-words.ts';
import { Mailboxes } from './mailboxes.tsx';
import { Senders } from './senders.tsx';
import { TriageRules } from './triage.tsx';
import { words as triage } from './triage-words.ts';
import { words } from './words.ts';
import './inbox-settings.css';

/** `/settings/inbox`: which addresses take mail in, and how items behave (inbox.md 4). */
export default function InboxSettingsPage() {
  const { data, error, refetch } = usePractice();
  return (
    <SettingsPage here="inbox">
      <div className="inbox-settings">
        <section aria-labelledby="inbox-addresses">
          <h2 id="inbox-addresses">{words.addresses}</h2>
          <Addresses />
        </section>
        <section aria-labelledby="inbox-mailboxes">
          <h2 id="inbox-mailboxes">{mailboxes.mailboxes}</h2>
          <Mailboxes />
        </section>
        <section aria-labelledby="inbox-alerts">
          <h2 id="inbox-alerts">{alerts.alerts}</h2>
          <Alerts />
        </section>
        <section aria-labelledby="inbox-categories">
          <h2 id="inbox-categories">{categories.categories}</h2>
          <Categories />
        </section>
        <section aria-labelledby="inbox-triage">
          <h2 id="inbox-triage">{triage.rules}</h2>
          <TriageRules />
        </section>
        <section aria-labelledby="inbox-assignments">
          <h2 id="inbox-assignments">{assignments.assignments}</h2>
          <Assignments />
        </section>
        <section aria-labelledby="inbox-senders">
          <h2 id="inbox-senders">{words.senders}</h2>
          <Senders />
        </section>
        <section aria-labelledby="inbox-items">
          <h2 id="inbox-items">{words.items}</h2>
          {error && !data ? (
            <ErrorState fault={error} retry={() => void refetch()} />
          ) : data ? (
            <ItemSettings key={data.version} practice={data} />
          ) : (
            <PageSkeleton />
          )}
        </section>
      </div>
    </SettingsPage>
  );
}
