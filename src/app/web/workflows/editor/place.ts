/** Where one is in the editor: `?step=` holds the key of the step whose panel is open. */

/** The value for the panel about the whole workflow, which a phone opens like a step. */
export const ABOUT = 'about';

/** List and panel do not stand side by side: opening one leaves the other. */
export const isNarrow = (): boolean => window.matchMedia('(max-width: 860px)').matches;
