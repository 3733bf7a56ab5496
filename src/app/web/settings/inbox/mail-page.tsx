import { Addresses } from './addresses.tsx';
import { MailSettings } from './mail-settings.tsx';
import { words as mailboxes } from './mailbox-words.ts';
import { Mailboxes } from './mailboxes.tsx';
import { OfPractice } from './of-practice.tsx';
import { InboxSettings } from './shell.tsx';
import { words } from './words.ts';

/** `/settings/inbox/mail`: which addresses and mailboxes mail comes in by, and what happens with it. */
export default function MailPage() {
  return (
    <InboxSettings here="mail">
      <section aria-labelledby="inbox-addresses">
        <h2 id="inbox-addresses">{words.addresses}</h2>
        <Addresses />
      </section>
      <section aria-labelledby="inbox-mailboxes">
        <h2 id="inbox-mailboxes">{mailboxes.mailboxes}</h2>
        <Mailboxes />
      </section>
      <section className="inbox-settings-form" aria-labelledby="inbox-treatment">
        <h2 id="inbox-treatment">{words.treatment}</h2>
        <OfPractice form={MailSettings} />
      </section>
    </InboxSettings>
  );
}
