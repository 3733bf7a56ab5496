import { newId } from '#ground/id.ts';
import { innerMarks } from '#ground/text.ts';
import type { Problem } from '#kernel/decision/model.ts';

/** A no from the server, thrown: `message` is the sentence for the user, `errors` point into what was sent. */
export class ApiRefusal extends Error {
  readonly code: string;
  readonly status: number;
  readonly errors: readonly Problem[];
  readonly facts: Readonly<Record<string, unknown>>;

  constructor(status: number, problem: Partial<ProblemDocument>) {
    super(problem.detail ?? problem.title ?? WITHOUT_SENTENCE);
    this.name = 'ApiRefusal';
    this.status = status;
    this.code = problem.code ?? 'fault';
    this.errors = problem.errors ?? [];
    this.facts = problem.facts ?? {};
  }
}

interface ProblemDocument {
  title: string;
  detail: string;
  code: string;
  errors: Problem[];
  facts: Record<string, unknown>;
}

const WITHOUT_SENTENCE = 'Something broke on the server. Nothing was changed. Try again in a moment.';
const UNREACHED = 'The server cannot be reached. Nothing was sent. Try again when the connection is back.';

export type Query = Record<string, string | number | boolean | readonly string[] | null | undefined>;

export interface CallOptions {
  query?: Query;
  /** The version the person has seen; becomes `If-Match` (PL-67). */
  version?: number | undefined;
  /** The key of one act, kept over retries (PL-71). Made anew when absent. */
  key?: string;
  signal?: AbortSignal;
}

/** `/clients`, {q: 'harbour', tag: ['a', 'b']} → `/clients?q=harbour&tag=a&tag=b`; what is empty is left out. */
export const address = (path: string, query: Query = {}): string => {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === null || value === '') continue;
    for (const one of Array.isArray(value) ? value : [value]) search.append(name, String(one));
  }
  const text = search.toString();
  return text ? `${path}?${text}` : path;
};

const headersOf = (method: string, body: unknown, options: CallOptions): Headers => {
  const headers = new Headers({ Accept: 'application/json', 'X-Tickmark-Request': '1' });
  if (body !== undefined && !(body instanceof FormData)) {
    headers.set('Content-Type', 'application/json');
  }
  if (method === 'POST') headers.set('Idempotency-Key', options.key ?? newId());
  if (options.version !== undefined) headers.set('If-Match', `"${options.version}"`);
  return headers;
};

const reached = async (request: Promise<Response>): Promise<Response> => {
  try {
    return await request;
  } catch (fault) {
    if (fault instanceof DOMException && fault.name === 'AbortError') throw fault;
    throw new ApiRefusal(0, { code: 'unreached', detail: UNREACHED });
  }
};

const call = async <Answer>(method: string, path: string, body: unknown, options?: CallOptions): Promise<Answer> => {
  const text = await answer(method, path, body, options);
  return (text ? JSON.parse(text) : undefined) as Answer;
};

const answer = async (method: string, path: string, body: unknown, options?: CallOptions): Promise<string> =>
  (await answered(method, path, body, options)).text();

const answered = async (method: string, path: string, body: unknown, options: CallOptions = {}): Promise<Response> => {
  const response = await reached(
    fetch(address(`/api/v1${path}`, options.query), {
      method,
      headers: headersOf(method, body, options),
      credentials: 'same-origin',
      ...(body === undefined ? {} : { body: body instanceof FormData ? body : JSON.stringify(body) }),
      ...(options.signal ? { signal: options.signal } : {}),
    }),
  );
  if (!response.ok) throw refusalFrom(response.status, await response.text());
  return response;
};

/** What a refused request throws: whoever sends one by another way than `api` makes it of the answer's text. */
export const refusalFrom = (status: number, text: string): ApiRefusal =>
  told(new ApiRefusal(status, status ? problemFrom(text) : { code: 'unreached', detail: UNREACHED }));

let signedOut: readonly (() => void)[] = [];

/** Called whenever an answer says that nobody is signed in; gives back what ends it. @example useEffect(() => onSignedOut(show), []); */
export const onSignedOut = (run: () => void): (() => void) => {
  signedOut = [...signedOut, run];
  return () => {
    signedOut = signedOut.filter((one) => one !== run);
  };
};

const told = (refusal: ApiRefusal): ApiRefusal => {
  if (refusal.code === 'signed_out') for (const run of signedOut) run();
  return refusal;
};

const problemFrom = (text: string): Partial<ProblemDocument> => {
  try {
    return JSON.parse(text) as Partial<ProblemDocument>;
  } catch {
    return {};
  }
};

/**
 * The practice's API, paths below `/api/v1`. Throws `ApiRefusal` with the server's sentence.
 * @example const client = await api.get<Client>(`/clients/${id}`);
 * @example await api.patch(`/clients/${id}`, { name }, { version: client.version });
 */
export const api = {
  get: <A>(path: string, query?: Query, options?: CallOptions) =>
    call<A>('GET', path, undefined, { ...options, ...(query ? { query } : {}) }),
  /** What stands there as it is, unread: a text to show. */
  text: (path: string, options?: CallOptions) => answer('GET', path, undefined, options),
  /** A file, to be kept by whoever asked. */
  file: async (path: string, options?: CallOptions) => (await answered('GET', path, undefined, options)).blob(),
  /** Whether it could be had, without having it. */
  check: (path: string, options?: CallOptions) => answer('HEAD', path, undefined, options),
  post: <A = void>(path: string, body: unknown = {}, options?: CallOptions) => call<A>('POST', path, body, options),
  put: <A = void>(path: string, body: unknown = {}, options?: CallOptions) => call<A>('PUT', path, body, options),
  patch: <A = void>(path: string, body: unknown, options?: CallOptions) => call<A>('PATCH', path, body, options),
  delete: <A = void>(path: string, options?: CallOptions & { body?: unknown }) =>
    call<A>('DELETE', path, options?.body, options),
};

export const isRefusal = (fault: unknown): fault is ApiRefusal => fault instanceof ApiRefusal;

/** The sentence to show for anything thrown. */
export const sentenceOf = (fault: unknown): string => (isRefusal(fault) ? innerMarks(fault.message) : WITHOUT_SENTENCE);
