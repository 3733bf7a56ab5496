import { createServer } from 'node:net';
import { StartRefusal } from '#ground/result.ts';

/** Refuses an address that cannot be listened on (PL-10). Asked before anything is made or started. */
export const checkPort = (port: number, host: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error) => reject(portRefusal(error, port, host)));
    server.listen(port, host, () => server.close(() => resolve()));
  });

/** The sentence for an error of listening. */
export const portRefusal = (error: NodeJS.ErrnoException, port: number, host: string): StartRefusal => {
  if (error.code === 'EADDRINUSE') {
    const free = `set PORT to another, for example PORT=${port === 65_535 ? 4300 : port + 1}`;
    return new StartRefusal(`Port ${port} of ${host} is taken by another program: end that program, or ${free}.`);
  }
  if (error.code === 'EACCES') {
    return new StartRefusal(
      `Port ${port} may not be used by this user: set PORT to one above 1023, for example PORT=4300.`,
    );
  }
  return new StartRefusal(
    `This machine cannot be reached as ${host} (${error.message}): set HOST to an address it has, for example HOST=127.0.0.1.`,
  );
};
