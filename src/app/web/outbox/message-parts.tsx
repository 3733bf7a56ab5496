import { Check, X } from 'lucide-react';
import { useState } from 'react';
import { Moment } from '#kernel/ui/day.tsx';
import { Line } from '../people/record/parts.tsx';
import type { MessageDetail } from './data.ts';
import { kept, words } from './words.ts';

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
      <p className="quiet">
        {words.attachments}: {one.attachments.map(({ name }) => name).join(', ')}
      </p>
    )}
  </section>
);

/** Only drawn when somebody wants it: most look for the words. */
const AsHtml = ({ title, html }: { title: string; html: string }) => {
  const [open, setOpen] = useState(false);
  return (
    <details className="message-as-html" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{words.as_seen}</summary>
      {open && <iframe className="message-html" sandbox="" title={words.html_of(title)} srcDoc={`${ALONE}${html}`} />}
    </details>
  );
};

const authorOf = ({ cause }: MessageDetail['explanation']): string => {
  if (cause.by === 'member') return cause.author ?? words.program;
  return cause.by === 'rule' ? words.rule : words.program;
};

/** «Why did this (not) go?»: cause, what was asked and seen, and how its time came about (ME-121). */
export const Why = ({ one: { explanation } }: { one: MessageDetail }) => {
  const { cause, asked, window } = explanation;
  return (
    <section className="overview-part">
      <h2>{words.why}</h2>
      <p>{words.cause(authorOf(explanation), cause.workflow, cause.step)}</p>
      <Line note={words.written}>
        <Moment instant={window.written_at} />
      </Line>
      <Line note={words.planned}>
        <Moment instant={window.planned_at} />
      </Line>
      <Line note={words.leaves}>
        <Moment instant={window.leaves_at} />
      </Line>
      <p className="quiet">{words.window[window.by](kept(window.kept_seconds))}</p>
      {asked.items.map(({ what, seen, lets }) => (
        <Line key={what} icon={lets ? <Check /> : <X />} note={what}>
          {seen}
        </Line>
      ))}
    </section>
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
