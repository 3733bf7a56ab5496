/**
 * A mail without what servers wrote about its sender. Who fetched mail from a mailbox had no front mail server that took such
 * lines away when somebody else wrote them, so where nobody asks for the mailbox's own server none may count (IN-68).
 */
export const unsigned = (raw: Uint8Array): Uint8Array => {
  const mail = Buffer.from(raw.buffer, raw.byteOffset, raw.length);
  const end = endOfHead(mail);
  const head = mail.subarray(0, end).toString('latin1');
  const without = head.replace(/^(arc-)?authentication-results(?=\s*:)/gim, 'X-Found-By-Others');
  return without === head ? raw : Buffer.concat([Buffer.from(without, 'latin1'), mail.subarray(end)]);
};

const endOfHead = (mail: Buffer): number => {
  const ends = ['\r\n\r\n', '\n\n'].map((line) => mail.indexOf(line)).filter((at) => at >= 0);
  return ends.length ? Math.min(...ends) : mail.length;
};
