/** A field as an editor's chip holds it: `invoice.due_date | date: "short" | default: "soon"`. */
export interface Expression {
  name: string;
  /** `date: "short"`, `upcase`: every filter but the fallback. */
  formats: string[];
  /** Null: the message waits when the value is missing (ME-12). */
  fallback: string | null;
}

/** Reads what stands between `{{` and `}}`; null when it is no field with filters. */
export const readExpression = (inside: string): Expression | null => {
  const [name = '', ...filters] = pieces(inside);
  if (!/^[A-Za-z_]\w*(\.\w+)*$/.test(name)) return null;
  const last = filters.findLast((filter) => /^default\s*:/.test(filter));
  const fallback = last && /^default\s*:\s*(["'])(.*)\1$/s.exec(last)?.[2];
  if (last && fallback === undefined) return null;
  return { name, formats: filters.filter((filter) => filter !== last), fallback: fallback ?? null };
};

/** `{{ contact.first_name | default: "there" }}` from its parts; a double quote in a fallback becomes two single ones. */
export const writeExpression = ({ name, formats, fallback }: Expression): string => {
  const words = fallback === null ? [] : [`default: "${fallback.replaceAll('"', '’’')}"`];
  return `{{ ${[name, ...formats, ...words].join(' | ')} }}`;
};

/** Split at bars that stand outside quotes. */
const pieces = (inside: string): string[] =>
  (inside.match(/(?:"[^"]*"|'[^']*'|[^|"'])+/g) ?? []).map((piece) => piece.trim());
