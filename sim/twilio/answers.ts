/** The provider's documented JSON: a message, a page of messages, an error. */
export interface Message {
  account_sid: string;
  api_version: '2010-04-01';
  body: string;
  date_created: string;
  date_sent: string | null;
  date_updated: string;
  direction: 'outbound-api' | 'outbound-reply' | 'inbound';
  error_code: number | null;
  error_message: string | null;
  from: string | null;
  messaging_service_sid: string | null;
  num_media: string;
  num_segments: string;
  price: string | null;
  price_unit: string;
  sid: string;
  status: Status;
  subresource_uris: { media: string };
  to: string;
  uri: string;
}

export type Status =
  | 'accepted'
  | 'queued'
  | 'sending'
  | 'sent'
  | 'delivered'
  | 'undelivered'
  | 'failed'
  | 'receiving'
  | 'received';

/** `Thu, 24 Aug 2026 05:01:45 +0000`, as RFC 2822 writes it. */
export const rfc2822 = (date: Date): string => date.toUTCString().replace('GMT', '+0000');

const ERRORS: Readonly<Record<number, readonly [status: number, message: string]>> = {
  20003: [401, 'Authenticate'],
  20403: [403, 'Forbidden'],
  20404: [404, 'The requested resource was not found'],
  20429: [429, 'Too Many Requests'],
  20500: [500, 'Internal Server Error'],
  20503: [503, 'Service Unavailable'],
  21211: [400, "The 'To' number {to} is not a valid phone number."],
  21212: [400, "The 'From' number {from} is not a valid phone number, shortcode, or alphanumeric sender ID."],
  21408: [400, "Permission to send an SMS has not been enabled for the region indicated by the 'To' number: {to}."],
  21602: [400, 'Message body is required.'],
  21603: [400, "A 'From' phone number is required."],
  21604: [400, "A 'To' phone number is required."],
  21606: [400, "The 'From' phone number {from} is not a valid, SMS-capable inbound phone number for your account."],
  21610: [400, 'Attempt to send to unsubscribed recipient'],
  21611: [400, "This 'From' number {from} has exceeded the maximum number of queued messages"],
  21612: [400, "The 'To' phone number {to} is not currently reachable using the 'From' phone number {from}"],
  21614: [400, "'To' number is not a valid mobile number: {to}"],
  21617: [400, 'The concatenated message body exceeds the 1600 character limit'],
};

export interface ErrorAnswer {
  status: number;
  body: { code: number; message: string; more_info: string; status: number };
}

export const errorAnswer = (code: number, { to = '', from = '' }: { to?: string; from?: string } = {}): ErrorAnswer => {
  const [status, text] = ERRORS[code] ?? [400, 'Bad Request'];
  const message = text.replace('{to}', to).replace('{from}', from);
  return { status, body: { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status } };
};

/** One page of a list, the newest first, with the addresses of its neighbours. */
export const pageAnswer = (all: readonly Message[], path: string, asked: URLSearchParams) => {
  const size = Math.min(1000, Math.max(1, Number(asked.get('PageSize') ?? 50)));
  const page = Number(asked.get('Page') ?? 0);
  const messages = all.slice(page * size, (page + 1) * size);
  const at = (number: number, token: string) => {
    const query = new URLSearchParams(asked);
    query.set('PageSize', String(size));
    query.set('Page', String(number));
    if (token) query.set('PageToken', token);
    return `${path}?${query}`;
  };
  const more = (page + 1) * size < all.length;
  return {
    end: page * size + Math.max(0, messages.length - 1),
    first_page_uri: at(0, ''),
    messages,
    next_page_uri: more ? at(page + 1, `PA${messages.at(-1)!.sid}`) : null,
    page,
    page_size: size,
    previous_page_uri: page ? at(page - 1, `PB${messages[0]?.sid ?? ''}`) : null,
    start: page * size,
    uri: at(page, ''),
  };
};

const GSM = /^[@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&'()*+,\-./0-9:;<=>?¡A-ZÄÖÑÜ§¿a-zäöñüà^{}\\[~\]|€]*$/;

/** How many segments the text takes, as the provider bills it. */
export const segments = (body: string): number => {
  const plain = GSM.test(body);
  const units = plain ? body.length + (body.match(/[\^{}\\[~\]|€]/g)?.length ?? 0) : body.length;
  const [one, many] = plain ? [160, 153] : [70, 67];
  return units <= one ? 1 : Math.ceil(units / many);
};
