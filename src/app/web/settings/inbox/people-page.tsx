import { words as alerts } from './alert-words.ts';
import { Alerts } from './alerts.tsx';
import { words as assignments } from './assignment-words.ts';
import { Assignments } from './assignments.tsx';
import { InboxSettings } from './shell.tsx';

/** `/settings/inbox/people`: whom the inbox alerts, and who may act on whose items. */
export default function PeoplePage() {
  return (
    <InboxSettings here="people">
      <section aria-labelledby="inbox-alerts">
        <h2 id="inbox-alerts">{alerts.alerts}</h2>
        <Alerts />
      </section>
      <section aria-labelledby="inbox-assignments">
        <h2 id="inbox-assignments">{assignments.assignments}</h2>
        <Assignments />
      </section>
    </InboxSettings>
  );
}
