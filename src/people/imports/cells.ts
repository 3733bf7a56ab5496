/** A spreadsheet takes a cell that begins with one of these for a formula (PE-92). */
const FORMULA = /^[=+\-@\t\r]/;

/** What empties a field (PE-88). */
export const CLEAR = '[clear]';

/** Takes one leading apostrophe off again, where an export would have put it (PE-92, worked example 10). */
export const unquoteFormula = (text: string): string =>
  text.startsWith("'") && (FORMULA.test(text.slice(1)) || /^'+[=+\-@\t\r]/.test(text.slice(1))) ? text.slice(1) : text;

/** A cell as it is read: trimmed, without the apostrophe of an export; an empty one says nothing, `[clear]` is null (PE-88). */
export const readCell = (raw: string): string | null | undefined => {
  const text = unquoteFormula(raw).trim();
  if (text === '') return undefined;
  return text.toLowerCase() === CLEAR ? null : text;
};
