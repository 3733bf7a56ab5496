import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Instant } from '#ground/time.ts';
import { Moment } from '#kernel/ui/day.tsx';
import { Segments } from '#kernel/ui/tabs.tsx';
import { touched } from './values.ts';
import { words } from './words.ts';

/** Somebody saved first: their record as it stands, and who and when (PL-67). */
export interface Clash<Values> {
  who: string | null;
  at: Instant | null;
  before: Values;
  theirs: Values;
}

interface ConflictProps<Values> {
  clash: Clash<Values>;
  mine: Values;
  label: (field: keyof Values & string) => string;
  say: (field: keyof Values & string, values: Values) => string;
  /** Goes on from theirs with what was chosen of mine. */
  join: (values: Values) => void;
}

/**
 * Two people changed one record: what each typed stays; where they do not overlap one press puts mine on theirs, and where
 * they do each field is chosen (PE-104).
 */
export const Conflict = <Values extends object>({ clash, mine, label, say, join }: ConflictProps<Values>) => {
  const { who, at, before, theirs } = clash;
  const [taken, setTaken] = useState<Partial<Record<string, 'mine' | 'theirs'>>>({});
  const ours = touched(before, mine);
  const both = ours.filter((field) => touched(before, theirs).includes(field));
  const put = () => {
    const kept = ours.filter((field) => taken[field] !== 'theirs');
    join({ ...theirs, ...Object.fromEntries(kept.map((field) => [field, mine[field]])) });
  };
  return (
    <div className="clash" role="alert">
      <p>
        <b>{who ?? words.somebody}</b> {words.changed_meanwhile}
        {at && (
          <>
            , <Moment instant={at} />
          </>
        )}
        . {both.length ? words.conflict_both : words.conflict_apart}
      </p>
      {both.map((field) => (
        <div key={field} className="clash-field">
          <span className="clash-name">{label(field)}</span>
          <Segments
            label={label(field)}
            value={taken[field] ?? 'mine'}
            onChange={(side) => setTaken({ ...taken, [field]: side })}
            options={[
              { value: 'mine', label: words.mine },
              { value: 'theirs', label: words.theirs },
            ]}
          />
          <span data-taken={taken[field] !== 'theirs' || undefined}>{say(field, mine) || words.empty}</span>
          <span data-taken={taken[field] === 'theirs' || undefined}>{say(field, theirs) || words.empty}</span>
        </div>
      ))}
      <div className="clash-acts">
        <Button onClick={put}>{words.conflict_join}</Button>
        <Button variant="default" onClick={() => join(theirs)}>
          {words.conflict_drop}
        </Button>
      </div>
    </div>
  );
};
