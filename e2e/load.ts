/** node e2e/load.ts <port of a mail server> <practices> <runs in each>: runs that act, send and act again once they are due. */
import { sendingPractice } from '../src/app/bench/sending-practice.ts';
import { onHost } from '../src/app/cli/host.ts';

const [port, practices, runs] = process.argv.slice(2).map(Number);
const YESTERDAY = { anchor: 'run', n: 1, unit: 'day' };
const note = { kind: 'action', do: 'note', params: { text: 'Welcomed {{client.name}}' } };

await onHost(async (house) => {
  for (let n = 0; n < practices!; n += 1)
    await sendingPractice(house, {
      name: `practice-${n}`,
      port: port!,
      runs: runs!,
      steps: (template) => [
        { ...note, key: 'before', title: 'Note it', start: YESTERDAY },
        {
          key: 'send',
          kind: 'action',
          title: 'Send it',
          do: 'send_email',
          params: { template, to: 'subject' },
          after: ['before'],
        },
        { ...note, key: 'after', title: 'Note that it was sent', after: ['send'] },
      ],
    });
});
