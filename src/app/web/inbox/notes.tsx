import { Moment } from '#kernel/ui/day.tsx';
import { Person } from '#kernel/ui/person.tsx';
import { useThing } from '#kernel/ui/query.ts';
import { SkeletonLine } from '#kernel/ui/skeleton.tsx';
import { CommentBox } from '../runs/task/comments.tsx';
import { ITEMS, type ItemRow, type NoteRow, numbered, sends, useItemAct } from './data.ts';
import { words } from './words.ts';
import '../runs/task/task.css';

/** What members wrote to each other about it, and a field for more (IN-150). */
export const Notes = ({ item }: { item: Pick<ItemRow, 'id' | 'number'> }) => {
  const { data } = useThing<{ items: NoteRow[] }>(`${ITEMS}/${item.id}/notes`);
  const act = useItemAct();
  const send = (body: string, mentions: readonly string[]) =>
    act(item, () => sends.note(item, body, mentions), {
      sentence: () => words.told.note(numbered(item.number)),
      quiet: true,
    });
  return (
    <section className="overview-part inbox-notes">
      <h2>{words.notes}</h2>
      {!data && <SkeletonLine width="64%" />}
      {data && data.items.length > 0 && (
        <ul className="talk">
          {data.items.map((note) => (
            <li key={note.id}>
              <Person name={note.author_name} bare />
              <span>
                <b>{note.author_name}</b>{' '}
                <span className="caption">
                  <Moment instant={note.written_at} />
                  {note.edited_at && `, ${words.edited}`}
                </span>
              </span>
              <p>{note.body}</p>
            </li>
          ))}
        </ul>
      )}
      <CommentBox
        why_not={undefined}
        send={send}
        asked={0}
        says={{ label: words.note, hint: words.note_hint, verb: words.note_verb }}
      />
    </section>
  );
};
