import { Switch } from '@mantine/core';
import { useState } from 'react';
import { Moment } from '#kernel/ui/day.tsx';
import { Go } from '#kernel/ui/go.tsx';
import { Attached } from '../outbox/attached.tsx';
import { messagePage } from '../outbox/data.ts';
import type { Entry } from './data.ts';
import { words } from './words.ts';

/** One thing that was said: a reply of theirs, or a message of ours. */
export const Said = ({ entry }: { entry: Entry }) => (
  <li className="said" data-from={entry.kind === 'message' ? 'us' : 'them'}>
    <header className="said-head">
      <strong className="cut">{entry.name}</strong>
      <span className="quiet">
        <Moment instant={entry.at} />
        {entry.state && entry.state !== 'sent' && `, ${words.state(entry.state)}`}
      </span>
    </header>
    {entry.authenticated === false && <p className="said-unsure">{words.not_confirmed}</p>}
    {entry.unread_because && <p className="notice">{entry.unread_because}</p>}
    <p className="said-text">{entry.body.trim()}</p>
    {entry.kind === 'message' && <Attached files={entry.attachments} />}
    <footer className="said-foot quiet">
      {entry.kind === 'reply' && entry.attachments.length > 0 && (
        <span>{words.attachments(entry.attachments.length)}</span>
      )}
      {entry.has_raw && (
        <a className="link" href={`/api/v1/replies/${entry.id}/raw`} download>
          {words.download}
        </a>
      )}
      {entry.kind === 'message' && (
        <Go className="link" to={messagePage(entry.id)}>
          {words.to_message}
        </Go>
      )}
    </footer>
    {entry.has_html && <AsSent id={entry.id} />}
  </li>
);

/** In a frame that runs nothing; images from outside come only when they are asked for (ME-86). */
const AsSent = ({ id }: { id: string }) => {
  const [open, setOpen] = useState(false);
  const [images, setImages] = useState(false);
  return (
    <details className="said-html" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{words.as_sent}</summary>
      {open && (
        <>
          <Switch label={words.images} checked={images} onChange={(event) => setImages(event.currentTarget.checked)} />
          <iframe title={words.frame} sandbox="allow-popups" src={`/api/v1/replies/${id}/html?images=${images}`} />
        </>
      )}
    </details>
  );
};
