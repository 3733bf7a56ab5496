/** How to reach an account. The secret goes into the header alone, never into a text or a log. */
export interface Account {
  /** For example `https://api.twilio.com`; settable so that a stand-in can take its place (ME-73). */
  base: string;
  account_sid: string;
  key_sid: string;
  key_secret: string;
  /** How long an answer may take; 60 s. */
  answer_seconds?: number;
}

/** What came back, or how far it got: `unsent` for now, `down` for the channel, `unclear` once content may have left. */
export type Called =
  | { called: 'answered'; status: number; body: unknown; retry_after: string | null }
  | { called: 'unsent' | 'down' | 'unclear'; text: string };

/** One call with its time-out; `form` makes it a POST. Never throws for what the network does. */
export const callAccount = async (account: Account, path: string, form?: URLSearchParams): Promise<Called> => {
  const basic = Buffer.from(`${account.key_sid}:${account.key_secret}`).toString('base64');
  const seconds = account.answer_seconds ?? 60;
  const content = form && handedOver(form);
  try {
    const response = await fetch(`${account.base.replace(/\/+$/, '')}${path}`, {
      // A connection of its own: one kept open may be cut by the other side before it is used again.
      headers: {
        authorization: `Basic ${basic}`,
        accept: 'application/json',
        connection: 'close',
        ...content?.headers,
      },
      ...(content && { method: 'POST', body: content.body, duplex: 'half' }),
      redirect: 'manual',
      signal: AbortSignal.timeout(seconds * 1000),
    });
    const text = await response.text().catch(() => '');
    return {
      called: 'answered',
      status: response.status,
      body: parsed(text),
      retry_after: response.headers.get('retry-after'),
    };
  } catch (error) {
    return howFar(error as Thrown, content?.begun() ?? false, seconds);
  }
};

/**
 * The form as a body that knows whether it began to leave: it is asked for its bytes only once a connection stands, so a fault
 * before that left nothing with the provider (ME-60) and one after it may have (ME-63).
 */
const handedOver = (form: URLSearchParams) => {
  const bytes = new TextEncoder().encode(form.toString());
  let begun = false;
  const pull = (to: ReadableStreamDefaultController) => {
    begun = true;
    to.enqueue(bytes);
    to.close();
  };
  return {
    body: new ReadableStream({ pull }, { highWaterMark: 0 }),
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'content-length': String(bytes.length) },
    begun: () => begun,
  };
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

/** What `fetch` throws: the network's own fault is its cause. */
interface Thrown extends Error {
  cause?: Error & { code?: string };
}

/** Wrong names, nobody there, no TLS: settings, not the message (ME-62). */
const CHANNEL =
  /^(ERR_INVALID_URL|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ERR_SSL|ERR_TLS|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_)/;

const howFar = ({ name, cause, message }: Thrown, begun: boolean, seconds: number): Called => {
  const text = name === 'TimeoutError' ? `No answer came within ${seconds} seconds.` : cause?.message || message;
  if (begun) return { called: 'unclear', text };
  return { called: text === 'bad port' || CHANNEL.test(cause?.code ?? '') ? 'down' : 'unsent', text };
};
