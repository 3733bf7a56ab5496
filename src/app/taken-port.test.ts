import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { StartRefusal } from '#ground/result.ts';
import { checkPort, portRefusal } from './taken-port.ts';

test('PL-10 a taken port is refused with its number and another one to try, and is fine once it is free', async () => {
  const server = createServer();
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port));
  });
  const refusal = await checkPort(port, '127.0.0.1').catch((error: unknown) => error as Error);
  expect(refusal).toBeInstanceOf(StartRefusal);
  expect(refusal?.message).toContain(`Port ${port} of 127.0.0.1 is taken`);
  expect(refusal?.message).toContain(`PORT=${port + 1}`);
  await new Promise((resolve) => server.close(resolve));
  await expect(checkPort(port, '127.0.0.1')).resolves.toBeUndefined();
});

test('PL-10 an address this machine does not have is refused with the name of the variable', async () => {
  await expect(checkPort(4300, '192.0.2.1')).rejects.toThrow(/192\.0\.2\.1.*HOST=127\.0\.0\.1/);
});

test('PL-10 a port below 1024 is refused to a normal user with the remedy', () => {
  expect(portRefusal(Object.assign(new Error('no'), { code: 'EACCES' }), 80, '::').message).toContain(
    'PORT to one above 1023',
  );
});
