import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export interface Program {
  process: ChildProcess;
  /** Its first line. */
  said: string;
  end(): Promise<void>;
}

/** A process of its own, with these variables beside ours; there when it has said its first line. Rejects when it ends before. */
export const program = async (path: string, environment: Record<string, string>): Promise<Program> => {
  const child = spawn(process.execPath, [path], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const first = await Promise.race([once(createInterface({ input: child.stdout! }), 'line'), ended]);
  if (typeof first[0] !== 'string') throw new Error(`${path} ended with ${first[0]}`);
  return {
    process: child,
    said: first[0],
    end: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
};
