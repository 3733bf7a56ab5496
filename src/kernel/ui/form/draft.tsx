import { useEffect, useRef, useState } from 'react';
import { timeAt } from '#ground/time.ts';
import { useClock } from '../clock.tsx';
import { memoryKey } from '../remember.ts';
import { words } from '../words.ts';
import type { FormOf } from './model.ts';

interface Kept<Values> {
  at: string;
  values: Values;
}

const PAUSE_MS = 700;

const read = <Values,>(key: string): Kept<Values> | undefined => {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null') ?? undefined;
  } catch {
    return undefined;
  }
};

/**
 * Keeps what was typed in this browser until it is sent, and says when. `note` goes into the form's `note`.
 * @example const draft = useDraft('new-client', form); <FormPage note={draft.note} submit={(v) => send(v).then(draft.forget)} … />
 */
export const useDraft = <Values extends object>(name: string, form: FormOf<Values>) => {
  const key = memoryKey(`draft.${name}`);
  const { zone } = useClock();
  const [saved, setSaved] = useState<string>();
  const [restored, setRestored] = useState<string>();
  const sent = useRef(false);
  // a draft is put back once, when the form appears
  useEffect(() => {
    const kept = read<Values>(key);
    if (!kept) return;
    form.setValues(kept.values);
    setRestored(kept.at);
  }, [key]);
  const values = JSON.stringify(form.getValues());
  const dirty = form.isDirty();
  useEffect(() => {
    if (!dirty || sent.current) return;
    const timer = setTimeout(() => {
      const at = new Date().toISOString();
      localStorage.setItem(key, `{"at":"${at}","values":${values}}`);
      setSaved(at);
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [key, values, dirty]);
  const forget = () => {
    sent.current = true;
    localStorage.removeItem(key);
  };
  const discard = () => {
    localStorage.removeItem(key);
    form.reset();
    setSaved(undefined);
    setRestored(undefined);
  };
  const note = saved ? (
    words.draft_saved(timeAt(saved, zone))
  ) : restored ? (
    <>
      {words.draft_restored(timeAt(restored, zone))}{' '}
      <button type="button" className="summary-link" onClick={discard}>
        {words.draft_discard}
      </button>
    </>
  ) : null;
  return { note, forget, discard };
};
