import { useCallback, useEffect, useRef, useState } from 'react';
import type { Instant } from '#ground/time.ts';
import type { Problem } from '#kernel/decision/model.ts';
import { api, isRefusal, sentenceOf } from '#kernel/ui/client.ts';
import { queryClient } from '#kernel/ui/query.ts';
import type { Content } from '#workflows/definitions/content.ts';
import { readContent } from '#workflows/definitions/reading.ts';
import { WORKFLOWS } from '../data.ts';
import type { WorkflowDetail } from '../facts.ts';

/** How the draft on the screen stands to the one that is kept. */
export type Saving =
  | { at: 'saved'; when: Instant | null }
  | { at: 'changed' }
  | { at: 'saving' }
  /** It is not a design yet: a title is missing, a list too long. */
  | { at: 'unreadable'; problems: readonly Problem[] }
  | { at: 'unreached' }
  | { at: 'refused'; sentence: string };

/** Somebody else saved, published or threw away the draft meanwhile (WF-10): both texts, and the one both grew from. */
export interface Clashing {
  sentence: string;
  base: Content;
  theirs: WorkflowDetail & { content: Content };
}

export interface Design {
  content: Content;
  /** What the server last answered: its versions go with the next act. */
  detail: WorkflowDetail;
  saving: Saving;
  clashing: Clashing | undefined;
  change: (edit: (content: Content) => Content) => void;
  /** Saves what is typed now: the workflow as it is then, or undefined when it cannot be saved. */
  flush: () => Promise<WorkflowDetail | undefined>;
  /** Takes note of another act on the workflow that left its draft alone. */
  told: (detail: WorkflowDetail) => void;
  /** Goes on from another answer of the server; `content` where both texts were joined. */
  goOnFrom: (detail: WorkflowDetail, content?: Content) => void;
}

const PAUSE_MS = 800;
const RETRY_MS = 5_000;

type Opened = WorkflowDetail & { content: Content };

/** The draft of a workflow that saves itself, one save at a time, each on the version it was typed over (WF-10). */
export const useDesign = (opened: Opened): Design => {
  const [content, setContent] = useState(opened.content);
  const [detail, setDetail] = useState<WorkflowDetail>(opened);
  const [saving, setSaving] = useState<Saving>({ at: 'saved', when: opened.drafted_at });
  const [clashing, setClashing] = useState<Clashing>();
  const typed = useRef(opened.content);
  const kept = useRef({ content: opened.content, detail: opened as WorkflowDetail });
  const running = useRef<Promise<WorkflowDetail | undefined>>(undefined);
  const stopped = useRef(false);

  const keep = useCallback((answer: WorkflowDetail, sent: Content) => {
    kept.current = { content: sent, detail: answer };
    setDetail(answer);
    queryClient.setQueryData([`${WORKFLOWS}/${answer.id}`, {}], answer);
  }, []);

  const saveOnce = useCallback(async (): Promise<boolean> => {
    const sent = typed.current;
    const read = readContent(sent);
    if (!read.yes) {
      setSaving({ at: 'unreadable', problems: read.errors ?? [] });
      return false;
    }
    setSaving({ at: 'saving' });
    const { id, base_version, draft_version } = kept.current.detail;
    try {
      const body = { content: sent, base_version };
      keep(await api.put<WorkflowDetail>(`${WORKFLOWS}/${id}/draft`, body, { version: draft_version }), sent);
      return true;
    } catch (fault) {
      if (!isRefusal(fault)) throw fault;
      if (fault.status === 0) setSaving({ at: 'unreached' });
      else if (fault.status === 412) {
        stopped.current = true;
        const theirs = await api.get<Opened>(`${WORKFLOWS}/${id}`);
        setClashing({ sentence: fault.message, base: kept.current.content, theirs });
        setSaving({ at: 'changed' });
      } else setSaving({ at: 'refused', sentence: sentenceOf(fault) });
      return false;
    }
  }, [keep]);

  const flush = useCallback((): Promise<WorkflowDetail | undefined> => {
    running.current ??= (async () => {
      while (typed.current !== kept.current.content) if (stopped.current || !(await saveOnce())) return undefined;
      setSaving((now) => (now.at === 'saved' ? now : { at: 'saved', when: kept.current.detail.drafted_at }));
      return kept.current.detail;
    })().finally(() => {
      running.current = undefined;
    });
    return running.current;
  }, [saveOnce]);

  const change = useCallback((edit: (content: Content) => Content) => {
    const next = edit(typed.current);
    if (next === typed.current) return;
    typed.current = next;
    setContent(next);
    setSaving((now) => (now.at === 'saved' || now.at === 'saving' ? { at: 'changed' } : now));
  }, []);

  const goOnFrom = useCallback(
    (now: WorkflowDetail, joined?: Content) => {
      stopped.current = false;
      setClashing(undefined);
      keep(now, now.content ?? typed.current);
      typed.current = joined ?? now.content ?? typed.current;
      setContent(typed.current);
      setSaving({ at: joined ? 'changed' : 'saved', when: now.drafted_at } as Saving);
      void flush();
    },
    [keep, flush],
  );

  const told = useCallback((now: WorkflowDetail) => keep(now, kept.current.content), [keep]);
  useSaveAfterAPause(content, saving, flush);
  return { content, detail, saving, clashing, change, flush, goOnFrom, told };
};

/** Saves when nothing was typed for a moment, when the page is left or hidden, and again when the connection was lost. */
const useSaveAfterAPause = (content: Content, saving: Saving, flush: () => Promise<unknown>) => {
  useEffect(() => {
    const timer = setTimeout(() => void flush(), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [content, flush]);
  useEffect(() => {
    if (saving.at !== 'unreached') return;
    const timer = setInterval(() => void flush(), RETRY_MS);
    return () => clearInterval(timer);
  }, [saving.at, flush]);
  useEffect(() => {
    const hidden = () => document.visibilityState === 'hidden' && void flush();
    document.addEventListener('visibilitychange', hidden);
    return () => {
      document.removeEventListener('visibilitychange', hidden);
      void flush();
    };
  }, [flush]);
};
