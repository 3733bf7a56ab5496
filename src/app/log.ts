import pino, { type Logger } from 'pino';
import { traceFields } from '#kernel/trace/trace.ts';

export type { Logger };

/**
 * JSON lines on standard error, so that standard output stays for what people and scripts read (PL-152). Each line says of
 * which request or job, practice and kind of actor it speaks. Never a body, never a secret. `to`: elsewhere, for tests.
 */
export const openLog = (level: string, to: pino.DestinationStream = pino.destination(2)): Logger =>
  pino(
    {
      level,
      base: { process: process.pid },
      redact: ['*.password', '*.token', '*.key', '*.authorization', '*.cookie'],
      timestamp: pino.stdTimeFunctions.isoTime,
      mixin: traceFields,
    },
    to,
  );
