import type { AnswerDetail } from '#inbox/forms/lists.ts';
import { useThing } from '#kernel/ui/query.ts';
import { SkeletonLine } from '#kernel/ui/skeleton.tsx';
import { FileName } from '../files/file-name.tsx';
import { sizeWords } from '../files/words.ts';
import { words } from './words.ts';
import './mail.css';
import '../people/record/record.css';
import './inbox.css';

export const ANSWERS = '/form-answers';

/** What somebody outside answered, with the questions as they were asked then (IN-97). */
export const AnswerSaid = ({ id }: { id: string }) => {
  const { data } = useThing<AnswerDetail>(`${ANSWERS}/${id}`);
  if (!data) return <SkeletonLine width="64%" />;
  return (
    <section className="overview-part" aria-label={words.answer(data.title)}>
      <h2>{words.answer(data.title)}</h2>
      <dl className="answer-said">
        {data.said.map(({ key, label, says }) => (
          <div key={key}>
            <dt>{label}</dt>
            <dd>{says}</dd>
          </div>
        ))}
      </dl>
      {data.files.length > 0 && (
        <ul className="mail-files" aria-label={words.answer_files}>
          {data.files.map((file) => (
            <li key={file.id}>
              <FileName file={file} />
              <span className="caption tabular">{sizeWords(file.bytes)}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
};
