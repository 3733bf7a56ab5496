import { QueryObserver } from '@tanstack/react-query';
import { beforeEach, expect, test } from 'vitest';
import { askAgain, keepVersion, queryClient } from './query.ts';

const BAY = { id: 'bay', version: 3, name: 'Bay' };

beforeEach(() => {
  queryClient.clear();
  queryClient.setQueryData(['/items', {}], { pages: [{ items: [BAY, { id: 'cove', version: 3 }], next: null }] });
  queryClient.setQueryData(['/items/by-number/1', {}], BAY);
  queryClient.setQueryData(['/items/bay/proposals', {}], { items: [] });
});

const onScreen = () => [
  queryClient.getQueryData<{ pages: { items: { version: number }[] }[] }>(['/items', {}])?.pages[0]?.items,
  queryClient.getQueryData(['/items/by-number/1', {}]),
];

test('PL-R12 what an act of one’s own made of a thing is what the next act names, before the screen is asked again', () => {
  keepVersion('/items', { id: 'bay', version: 4 });
  expect(onScreen()).toEqual([
    [
      { ...BAY, version: 4 },
      { id: 'cove', version: 3 },
    ],
    { ...BAY, version: 4 },
  ]);
  expect(queryClient.getQueryData(['/items/bay/proposals', {}])).toEqual({ items: [] });
});

test('PL-R12 where somebody else changed it in between, the version on the screen stays, so that the next act is refused', () => {
  keepVersion('/items', { id: 'bay', version: 5 });
  expect(onScreen()).toEqual([[BAY, { id: 'cove', version: 3 }], BAY]);
});

test('WF-192 news of what is just being asked for the first time is not lost: it is asked once more', async () => {
  const answers = [Promise.withResolvers<string>(), Promise.withResolvers<string>()];
  let asked = 0;
  const list = new QueryObserver(queryClient, {
    queryKey: ['/arrivals'],
    queryFn: () => answers[asked++]!.promise,
  });
  const leave = list.subscribe(() => {});
  const again = askAgain((path) => path === '/arrivals');
  answers[0]!.resolve('read before the news');
  answers[1]!.resolve('read after it');
  await again;
  leave();
  expect([asked, queryClient.getQueryData(['/arrivals'])]).toEqual([2, 'read after it']);
});
