import { Switch } from '@mantine/core';
import { TriangleAlert } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { ArrivalDetail, ArrivalRow } from '#inbox/arrivals/lists.ts';
import type { WrittenRow } from '#inbox/arrivals/written.ts';
import { confirm } from '#kernel/ui/confirm.tsx';
import { Moment } from '#kernel/ui/day.tsx';
import { Go } from '#kernel/ui/go.tsx';
import { type ListAnswer, useThing } from '#kernel/ui/query.ts';
import { SkeletonLine } from '#kernel/ui/skeleton.tsx';
import { FileName } from '../files/file-name.tsx';
import { sizeWords } from '../files/words.ts';
import { Attached } from '../outbox/attached.tsx';
import { messagePage } from '../outbox/data.ts';
import { words } from './mail-words.ts';
import { FailedSender, Verdict } from './verdict.tsx';
import '../people/record/record.css';
import './mail.css';

export const ARRIVALS = '/arrivals';
export const rawOf = (id: string): string => `/api/v1${ARRIVALS}/${id}/raw`;

/** The mails of an item, theirs and ours, the first above the others. */
export const Mails = ({ item, none }: { item: { id: string }; none: ReactNode }) => {
  const { data: theirs } = useThing<ListAnswer<ArrivalRow>>(ARRIVALS, {
    item: item.id,
    sort: 'received_at',
    limit: 100,
  });
  const { data: ours } = useThing<{ items: WrittenRow[] }>(`/items/${item.id}/replies`);
  if (!theirs || !ours) return <SkeletonLine width="72%" />;
  const all = [
    ...theirs.items.map((row) => ({ at: row.received_at, id: row.id, mail: <Theirs row={row} /> })),
    ...ours.items.map((row) => ({ at: row.at, id: row.id, mail: <Ours row={row} /> })),
  ].sort((one, two) => one.at.localeCompare(two.at));
  if (!all.length) return none;
  return (
    <section className="overview-part" aria-label={words.mail}>
      <ul className="mails">
        {all.map(({ id, mail }) => (
          <li key={id}>{mail}</li>
        ))}
      </ul>
    </section>
  );
};

const Theirs = ({ row }: { row: ArrivalRow }) => (
  <article className="mail">
    <MailHead row={row} />
    <MailBody row={row} />
  </article>
);

/** A mail of ours: to whom, by whom, and how far it is. */
const Ours = ({ row }: { row: WrittenRow }) => {
  const stopped = row.state === 'failed' || row.state === 'held' || row.state === 'unknown';
  return (
    <article className="mail" data-from="us">
      <header className="mail-head">
        <span className="mail-from">
          <strong className="cut">{words.ours(row.author)}</strong>
          <span className="quiet">{words.states[row.state]}</span>
        </span>
        <span className="quiet">
          <Moment instant={row.at} />
        </span>
        <span className="caption mail-to">
          {words.to(row.to)}
          {row.subject && `: ${row.subject}`}
        </span>
      </header>
      {row.bounce && <Warning text={words.came_back(row.bounce)} />}
      {!row.bounce && stopped && row.reason && <Warning text={row.reason} />}
      <Text body={row.body} />
      <Attached files={row.attachments} />
      <Go className="link mail-raw" to={messagePage(row.id)}>
        {words.to_message}
      </Go>
    </article>
  );
};

const MailHead = ({ row }: { row: ArrivalRow }) => (
  <header className="mail-head">
    <span className="mail-from">
      <strong className="cut">{row.from_name || row.from_address || words.no_sender}</strong>
      {row.from_name && <span className="quiet cut">{row.from_address}</span>}
      {row.class && <Verdict {...row} worded />}
    </span>
    <span className="quiet">
      <Moment instant={row.received_at} />
    </span>
    <span className="caption mail-to">
      {words.to(row.to_address)}
      {isOff(row) && (
        <>
          , {words.sent} <Moment instant={row.sent_at} />
        </>
      )}
    </span>
  </header>
);

const DAY_MS = 86_400_000;
/** The Date header is the sender's word; shown where it is more than a day off (IN-85). */
const isOff = ({ sent_at, received_at }: ArrivalRow): boolean =>
  !!sent_at && Math.abs(Date.parse(sent_at) - Date.parse(received_at)) > DAY_MS;

/** What a mail says, its files, and how to have it as it came. */
export const MailBody = ({ row }: { row: ArrivalRow }) => {
  const { data } = useThing<ArrivalDetail>(`${ARRIVALS}/${row.id}`);
  return (
    <>
      {row.verdict === 'failed' && <FailedSender checks={row.checks} />}
      {row.marks.map((mark) => (
        <Warning key={mark} text={words.marks[mark]} strong={mark === 'damaged'} />
      ))}
      {data ? <Text body={data.body} /> : <SkeletonLine width="64%" />}
      <Files row={row} />
      {row.has_html && <AsSent id={row.id} failed={row.verdict === 'failed'} />}
      {row.has_raw ? (
        <a className="link mail-raw" href={rawOf(row.id)} download>
          {words.raw}
        </a>
      ) : (
        <span className="quiet mail-raw">{words.raw_removed}</span>
      )}
    </>
  );
};

const Warning = ({ text, strong = true }: { text: string; strong?: boolean }) => (
  <p className="mail-warning" data-strong={strong || undefined}>
    <TriangleAlert aria-hidden />
    {text}
  </p>
);

/** A line with which an answer begins to quote what it answers. */
const QUOTES = /^(>|-{2,} ?original message|_{10,}$|on .{5,200} wrote:$|am .{5,200} schrieb .{1,200}:$)/i;

/** Quoted earlier text is folded in the view alone (IN-88). */
const Text = ({ body }: { body: string }) => {
  const lines = body.trim().split(/\r?\n/);
  const at = lines.findIndex((line, i) => i > 0 && QUOTES.test(line.trim()));
  const [said, earlier] = at < 0 ? [lines, []] : [lines.slice(0, at), lines.slice(at)];
  const text = said.join('\n').trim();
  return (
    <>
      <p className={text || earlier.length ? 'mail-text' : 'mail-text quiet'}>
        {text || (earlier.length ? '' : words.nothing_said)}
      </p>
      {earlier.length > 0 && (
        <details className="mail-more">
          <summary>{words.earlier}</summary>
          <p className="mail-text quiet">{earlier.join('\n')}</p>
        </details>
      )}
    </>
  );
};

const Files = ({ row: { attachments } }: { row: ArrivalRow }) =>
  attachments.length > 0 && (
    <ul className="mail-files" aria-label={words.files}>
      {attachments.map((file) => (
        <li key={file.file_id}>
          {file.careful ? (
            <CarefulFile file={file} />
          ) : file.bytes === 0 ? (
            <span className="cut">{file.name}</span>
          ) : (
            <FileName file={{ id: file.file_id, ...file }} />
          )}
          <span className="caption tabular">{file.bytes ? sizeWords(file.bytes) : words.empty_file}</span>
        </li>
      ))}
    </ul>
  );

/** Asks before it is downloaded (IN-87). */
const CarefulFile = ({ file }: { file: ArrivalRow['attachments'][number] }) => {
  const ask = async () => {
    const sure = await confirm({
      title: words.sure(file.name),
      consequence: words.careful_why,
      verb: words.sure_verb,
      danger: true,
    });
    if (sure) window.location.assign(`/api/v1/files/${file.file_id}/content`);
  };
  return (
    <>
      <button
        type="button"
        className="file-name"
        aria-label={words.download_careful(file.name)}
        onClick={() => void ask()}
      >
        <TriangleAlert aria-hidden />
        <span className="cut">{file.name}</span>
      </button>
      <span className="mail-careful" title={words.careful_why}>
        {words.careful}
      </span>
    </>
  );
};

/** In a frame that runs nothing; pictures from outside, and links of a sender who failed, only when asked for (IN-69, IN-80, IN-81). */
const AsSent = ({ id, failed }: { id: string; failed: boolean }) => {
  const [open, setOpen] = useState(false);
  const [images, setImages] = useState(false);
  const [links, setLinks] = useState(false);
  return (
    <details className="mail-more" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{words.as_sent}</summary>
      {open && (
        <>
          <Switch label={words.images} checked={images} onChange={(event) => setImages(event.currentTarget.checked)} />
          {failed && (
            <Switch
              label={words.links}
              description={words.links_hint}
              checked={links}
              onChange={(event) => setLinks(event.currentTarget.checked)}
            />
          )}
          <iframe
            title={words.frame}
            sandbox="allow-popups"
            src={`/api/v1${ARRIVALS}/${id}/html?images=${images}&links=${links}`}
          />
        </>
      )}
    </details>
  );
};
