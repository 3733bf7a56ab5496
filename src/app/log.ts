import pino, { type Logger } from 'pino';

export type { Logger };

/** JSON lines on standard error, so that standard output stays for what people and scripts read (PL-152). Never a body, never a secret. */
export const openLog = (level: string): Logger =>
  pino(
    {
      level,
      base: { process: process.pid },
      redact: ['*.password', '*.token', '*.key', '*.authorization', '*.cookie'],
      timestamp: pino.stdTimeFunctions.isoTime,
    },
    pino.destination(2),
  );
