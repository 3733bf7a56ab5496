import { loadConfig } from '../config.ts';

/** Where a command finds the API, and as whom (PL-21). */
export interface Reach {
  url?: string;
  key?: string;
}

/** A no of the API, as the lines people read. Ends a command with exit code 1. */
export class ApiRefusal extends Error {}

/** Nothing answers at the address. Ends a command with exit code 3. */
export class Unreachable extends Error {}

interface Problem {
  detail?: string;
  errors?: { pointer: string; detail: string }[];
}

const TIMEOUT_MS = 60_000;

/**
 * The API as a client of it, with `--url` and `--key` or else PUBLIC_URL and TICKMARK_KEY: it obeys the same permissions as
 * the screens. Throws ApiRefusal and Unreachable.
 */
export const apiClient = (reach: Reach) => {
  const ask = asking(reach);
  return async <T>(method: string, path: string, body?: FormData | object): Promise<T> =>
    (await ask(method, path, body)).json().catch(() => ({})) as Promise<T>;
};
export type ApiClient = ReturnType<typeof apiClient>;

/** A change of something with the version it was read in (PL-67). Throws as `apiClient` does. */
export const apiChange = (reach: Reach) => {
  const ask = asking(reach);
  return async <T>(method: 'PUT' | 'PATCH', path: string, sent: { body: object; version: number }): Promise<T> =>
    (await ask(method, path, sent.body, sent.version)).json() as Promise<T>;
};

/** What an address answers, as the text it is: a file to keep byte for byte. Throws as `apiClient` does. */
export const apiText = async (reach: Reach, path: string): Promise<string> => (await asking(reach)('GET', path)).text();

const asking = ({ url, key }: Reach) => {
  const config = loadConfig();
  const [address, secret] = [url ?? config.PUBLIC_URL, key ?? config.TICKMARK_KEY];
  if (!secret) throw new ApiRefusal('Give a key with --key or TICKMARK_KEY: «tickmark keys create» makes one.');
  return async (method: string, path: string, body?: FormData | object, version?: number): Promise<Response> => {
    const isForm = body instanceof FormData;
    const headers = {
      authorization: `Bearer ${secret}`,
      ...(body && !isForm && { 'content-type': 'application/json' }),
      ...(version !== undefined && { 'if-match': `"${version}"` }),
    };
    const response = await fetch(`${address.replace(/\/$/, '')}/api/v1${path}`, {
      method,
      headers,
      signal: AbortSignal.timeout(TIMEOUT_MS),
      ...(body && { body: isForm ? body : JSON.stringify(body) }),
    }).catch((error: Error) => {
      throw new Unreachable(
        `Nothing answers at ${address}: ${causeOf(error)}. Is Tickmark running there? --url names another address.`,
      );
    });
    if (response.ok) return response;
    const problem = (await response.json().catch(() => ({}))) as Problem;
    throw new ApiRefusal(linesOf(problem, response.status).join('\n'));
  };
};

const causeOf = (error: Error): string => (error.cause as Error | undefined)?.message || error.message;

const linesOf = ({ detail, errors = [] }: Problem, status: number): string[] => {
  const each = errors.map((one) => `${one.pointer}: ${one.detail}`).filter((line) => !line.endsWith(`: ${detail}`));
  return [detail ?? `The answer was ${status}, without a reason.`, ...each];
};
