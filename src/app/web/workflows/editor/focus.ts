/**
 * What was pressed is gone with the press, or something new stands before it: the focus goes there, so that the keys go on
 * from where one is (WF-191). Of several the last.
 */
export const focusIn = (box: ParentNode | null, what: string): void => {
  requestAnimationFrame(() => [...(box?.querySelectorAll<HTMLElement>(what) ?? [])].at(-1)?.focus());
};
