/** What a command prints: one line a stage for people, or one JSON document for scripts. */
export const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** Progress goes to standard error where standard output holds one JSON document. */
export const whisper = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

/** The answer of a command: as JSON, or as the lines people read. */
export const answer = (json: boolean | undefined, value: unknown, lines: readonly string[]): void =>
  say(json ? JSON.stringify(value) : lines.join('\n'));
