/** Takes the first focus of a dialog and hands it on: to the button that starts, or to the first field. */
export const FocusOn = ({ target }: { target: string }) => (
  // biome-ignore lint/a11y/noStaticElementInteractions: it only passes the focus on, and nobody can reach it
  <span
    tabIndex={-1}
    data-autofocus
    className="unseen"
    onFocus={(event) => event.currentTarget.closest('form')?.querySelector<HTMLElement>(target)?.focus()}
  />
);

export const SUBMIT = 'button[type=submit]';
export const FIRST_FIELD = 'input:not([type=hidden]), textarea, button';
