import type { ReactNode } from 'react';
import { newId } from '#ground/id.ts';
import { innerMarks } from '#ground/text.ts';
import { sentenceOf } from './client.ts';
import { Kbd } from './kbd.tsx';
import { ProgressBar } from './progress.tsx';
import { words } from './words.ts';
import './toast.css';

/** The shelf that toasts stand on is fetched after the first page; what is said before waits for it. */
const shelf = async () => (await import('./afterwards.tsx')).notifications;

const UNDO_MS = 30_000;
const PLAIN_MS = 6_000;
const REFUSAL_MS = 12_000;
/** As many stand beside each other; one more takes the place of the oldest, and does not wait for it. A phone has room for one. */
const most = () => (matchMedia('(max-width: 640px)').matches ? 1 : 3);

interface ToastOptions {
  /** Takes the act back: the button in the toast and the key `z` run it, for 30 s (PE-112). */
  undo?: () => unknown;
  /** For how long it can be taken back, where that is not 30 s. */
  undo_ms?: number;
  /** Something to look at: «See the runs». */
  link?: { label: string; run: () => void };
  id?: string;
}

let undoable: { id: string; run: () => unknown; until: number }[] = [];

const forget = (id: string) => {
  undoable = undoable.filter((u) => u.id !== id);
};

/** Runs an undo once, and says its refusal where there is one. */
const takeBack = async (id: string) => {
  const act = undoable.find((u) => u.id === id);
  if (!act) return;
  forget(id);
  hide(id);
  try {
    await act.run();
  } catch (fault) {
    toastRefusal(fault);
  }
};

const follow = (id: string, run: () => void) => {
  hide(id);
  run();
};

/** What `z` does. Answers false when there is nothing to take back. */
export const undoLatest = (): boolean => {
  const last = undoable.filter(({ until }) => until > Date.now()).at(-1);
  if (last) void takeBack(last.id);
  return !!last;
};

/**
 * Says what happened, in a sentence without a full stop: «Finished Collect papers».
 * @example toast('Started «Onboarding» on 50 clients', { undo: () => api.post(`/bulk-operations/${id}/undo`) });
 */
export const toast = (sentence: string, { undo, undo_ms = UNDO_MS, link, id = newId() }: ToastOptions = {}): string => {
  forget(id);
  if (undo) undoable = [...undoable, { id, run: undo, until: Date.now() + undo_ms }];
  const message = (
    <div className="toast">
      <span className="toast-words">{innerMarks(sentence)}</span>
      {link && (
        <button type="button" className="toast-act" onClick={() => follow(id, link.run)}>
          {link.label}
        </button>
      )}
      {undo && (
        <button type="button" className="toast-act" onClick={() => takeBack(id)}>
          {words.undo} <Kbd>z</Kbd>
        </button>
      )}
    </div>
  );
  put(id, message, undo ? undo_ms : PLAIN_MS);
  return id;
};

/** Shows the sentence of a refusal; that of a fault names its request. */
export const toastRefusal = (fault: unknown): void => {
  const message = (
    <div className="toast" data-refusal>
      <span className="toast-words">{sentenceOf(fault)}</span>
    </div>
  );
  put(newId(), message, REFUSAL_MS);
};

/**
 * A bar for work that takes a while; without a total it only says that it goes on.
 * @example const bar = toastProgress('Starting «Onboarding»', 50); bar.at(20); bar.done('Started on 50 clients', { undo });
 */
export const toastProgress = (sentence: string, total?: number) => {
  const id = newId();
  const draw = (done: number) => (
    <div className="toast" data-progress>
      <ProgressBar label={sentence} {...(total === undefined ? {} : { value: done, of: total })} />
    </div>
  );
  put(id, draw(0), false);
  return {
    at: (done: number) => put(id, draw(done), false),
    done: (words: string, options: ToastOptions = {}) => toast(words, { ...options, id }),
    refused: (fault: unknown) => {
      hide(id);
      toastRefusal(fault);
    },
  };
};

const hide = (id: string) => void shelf().then((on) => on.hide(id));

/** Those on the shelf, the oldest first, and whether they stay until something is over. */
const shown = new Map<string, boolean>();

/** What made room can still be taken back with `z` for as long as it would have stood. */
const makeRoom = () => {
  const oldest = [...shown].find(([, stays]) => !stays)?.[0];
  if (shown.size < most() || !oldest) return;
  shown.delete(oldest);
  hide(oldest);
};

const put = (id: string, message: ReactNode, autoClose: number | false) => {
  const closed = () => {
    if (shown.delete(id)) forget(id);
  };
  const data = {
    id,
    message,
    autoClose,
    onClose: closed,
    withBorder: false,
    closeButtonProps: { 'aria-label': words.close },
  };
  const known = shown.has(id);
  if (!known) makeRoom();
  shown.set(id, autoClose === false);
  void shelf().then((on) => (known ? on.update(data) : on.show(data)));
};
