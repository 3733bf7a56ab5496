import { beforeEach, expect, test } from 'vitest';
import { keepVersion, queryClient } from './query.ts';

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
