import { useState } from 'react';
import { innerMarks } from '#ground/text.ts';
import { Moment } from '#kernel/ui/day.tsx';
import { goAsLinks } from '#messages/outbox/attaching.ts';
import { Attached } from './attached.tsx';
import type { MessageDetail } from './data.ts';
import { words } from './words.ts';

/** Nothing is fetched from anywhere and nothing runs: what a message holds is all that is drawn (ME-86). */
const ALONE =
  '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; img-src data:; style-src \'unsafe-inline\'">';

/** Its words as they leave or left. */
export const AsItLeft = ({ one }: { one: MessageDetail }) => (
  <section className="overview-part">
    <h2>{one.accepted_at ? words.as_it_left : words.as_it_leaves}</h2>
    {one.subject && <p className="message-subject">{one.subject}</p>}
    <p className="message-text">{one.body}</p>
    {one.html && <AsHtml title={one.title} html={one.html} />}
    {one.attachments.length > 0 && (
      <>
        <h3 className="attached-head">{words.attachments}</h3>
        <Attached files={one.attachments} />
        {goAsLinks(one) && <p className="quiet">{words.as_links}</p>}
      </>
    )}
  </section>
);

/** Only drawn when somebody wants it: most look for the words. */
const AsHtml = ({ title, html }: { title: string; html: string }) => {
  const [open, setOpen] = useState(false);
  return (
    <details className="message-as-html" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{words.as_seen}</summary>
      {open && (
        <iframe
          className="message-html"
          sandbox=""
          title={innerMarks(words.html_of(title))}
          srcDoc={`${ALONE}${html}`}
        />
      )}
    </details>
  );
};

/** Every try in the provider's own words (ME-58). */
export const Attempts = ({ one: { attempts } }: { one: MessageDetail }) => (
  <section className="overview-part">
    <h2>{words.attempts}</h2>
    {attempts.length === 0 && <p className="quiet">{words.no_attempts}</p>}
    {attempts.map(({ number, outcome, answer, code, started_at }) => (
      <div key={number} className="reach" data-bare="">
        <span className="reach-value">
          {words.attempt(number, words.outcomes[outcome] ?? outcome)}
          {answer && <span className="quiet"> {code && !answer.includes(code) ? `${code} ${answer}` : answer}</span>}
        </span>
        <span className="reach-note">
          <Moment instant={started_at} />
        </span>
      </div>
    ))}
  </section>
);
