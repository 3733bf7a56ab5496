import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { EFFORT, puzzleText, solves } from '#inbox/forms/effort.ts';

// Runs in the visitor's browser. Its own hashing, for browsers offer theirs on https alone.

/** So long at a time, so that the page answers to its reader meanwhile. */
const SLICE_MS = 8;

const form = document.querySelector<HTMLFormElement>('form[data-effort]');
const field = form?.querySelector<HTMLInputElement>(`input[name="${EFFORT.field}"]`);

const workOut = async (page: string): Promise<string> => {
  const found: number[] = [];
  let until = performance.now() + SLICE_MS;
  for (let tried = 0; found.length < EFFORT.puzzles; tried += 1) {
    if (solves(sha256(utf8ToBytes(puzzleText(page, found.length, tried))))) {
      found.push(tried);
      tried = -1;
    }
    if (performance.now() > until) {
      await new Promise((resolve) => setTimeout(resolve));
      until = performance.now() + SLICE_MS;
    }
  }
  return found.join('.');
};

if (form && field) {
  const done = workOut(form.dataset.effort!).then((solution) => {
    field.value = solution;
  });
  form.addEventListener('submit', (event) => {
    if (field.value) return;
    event.preventDefault();
    void done.then(() => form.requestSubmit(event.submitter));
  });
}
