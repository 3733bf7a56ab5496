import { createServer } from 'node:net';

/** A mail server of its own process that takes every mail at once and keeps none; prints its port. */
const server = createServer((socket) => {
  let content = false;
  let waiting = '';
  const answer = (line: string): void => void socket.write(`${line}\r\n`);
  answer('220 measured.example');
  socket.on('error', () => {});
  socket.on('data', (part) => {
    waiting += part.toString('latin1');
    for (;;) {
      const end = content ? waiting.indexOf('\r\n.\r\n') : waiting.indexOf('\r\n');
      if (end < 0) return;
      const line = waiting.slice(0, end);
      waiting = waiting.slice(end + (content ? 5 : 2));
      if (content) answer('250 2.0.0 taken');
      else if (/^DATA/i.test(line)) answer('354 go on');
      else if (/^QUIT/i.test(line)) socket.end('221 bye\r\n');
      else answer('250 measured.example');
      content = !content && /^DATA/i.test(line);
    }
  });
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${(server.address() as { port: number }).port}\n`);
});
