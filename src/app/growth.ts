/** Part of a JSON schema as OpenAPI 3.1 writes it. */
interface Schema {
  $ref?: string;
  type?: string | string[];
  format?: string;
  enum?: unknown[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
}
interface Body {
  content?: Record<string, { schema?: Schema }>;
}
interface Operation {
  parameters?: { name: string; in: string; required?: boolean; schema?: Schema }[];
  requestBody?: Body;
  responses?: Record<string, Body>;
}
interface Document {
  paths?: object;
  components?: { schemas?: object };
}

/**
 * What programs may rely on, a line each: «GET /runs 200.items[]: RunRow», «RunRow.state: string», and what they must send,
 * «needs POST /runs <.workflow». Sorted.
 */
export const promises = ({ paths = {}, components = {} }: Document): string[] => {
  const lines = new Set<string>();
  for (const [path, operations] of Object.entries(paths as Record<string, Record<string, Operation>>))
    for (const [method, operation] of Object.entries(operations))
      operationOf(lines, `${method.toUpperCase()} ${path}`, operation);
  for (const [name, schema] of Object.entries((components.schemas ?? {}) as Record<string, Schema>))
    answered(lines, name, schema);
  return [...lines].sort();
};

const operationOf = (
  lines: Set<string>,
  at: string,
  { parameters = [], requestBody, responses = {} }: Operation,
): void => {
  lines.add(at);
  for (const { name, required, schema = {} } of parameters.filter((one) => one.in !== 'path')) {
    if (required) lines.add(`needs ${at} ?${name}`);
    asked(lines, `${at} ?${name}`, schema);
  }
  for (const { schema = {} } of Object.values(requestBody?.content ?? {})) asked(lines, `${at} <`, schema);
  for (const [status, { content = {} }] of Object.entries(responses))
    for (const { schema = {} } of Object.values(content)) answered(lines, `${at} ${status}`, schema);
};

/** An answer may say more; what it said it goes on to say. */
const answered = (lines: Set<string>, at: string, schema: Schema): void => {
  for (const [path, one] of within(at, schema)) answered(lines, path, one);
  for (const type of typesOf(schema)) lines.add(`${at}: ${type}`);
};

/** A question may ask less; every value that was taken is taken. */
const asked = (lines: Set<string>, at: string, schema: Schema): void => {
  for (const [path, one] of within(at, schema)) asked(lines, path, one);
  for (const name of schema.required ?? []) if (schema.properties?.[name]) lines.add(`needs ${at}.${name}`);
  const values = schema.enum?.map((value) => JSON.stringify(value));
  for (const type of values ?? typesOf(schema)) lines.add(`${at}: ${type}`);
};

/** The schemas that one is made of, each with its path. */
const within = (
  at: string,
  { anyOf = [], oneOf = [], allOf = [], items, properties = {} }: Schema,
): [string, Schema][] => [
  ...[...anyOf, ...oneOf, ...allOf].map((part): [string, Schema] => [at, part]),
  ...(items ? [[`${at}[]`, items] as [string, Schema]] : []),
  ...Object.entries(properties).map(([name, one]): [string, Schema] => [`${at}.${name}`, one]),
];

const typesOf = ({ $ref, type = [] }: Schema): string[] =>
  $ref ? [$ref.split('/').at(-1)!] : Array.isArray(type) ? type : [type];

/**
 * What of `promised` is not kept by `now` (PL-75): a line that is gone, and something new that must be sent to an operation
 * that did without it. Empty: v1 has only grown.
 */
export const broken = (promised: readonly string[], now: readonly string[]): string[] => {
  const [before, after] = [new Set(promised), new Set(now)];
  const gone = promised.filter((line) => !line.startsWith('needs ') && !after.has(line));
  const known = promised.filter((line) => /^[A-Z]+ \S+$/.test(line));
  const wanted = now.filter(
    (line) => line.startsWith('needs ') && !before.has(line) && known.some((one) => line.startsWith(`needs ${one} `)),
  );
  // A new part of a body may need something: nobody sent that part before.
  const inOldPart = (line: string) => {
    const part = line.slice('needs '.length, Math.max(line.lastIndexOf('.'), line.lastIndexOf('?')));
    return part.endsWith('<') || part.endsWith(' ') || promised.some((one) => one.startsWith(part));
  };
  return [...gone, ...wanted.filter(inOldPart)];
};
