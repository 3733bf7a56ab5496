import { expect, test } from 'vitest';
import { feedName, feedTrouble } from './feeds.ts';

const feed = {
  id: 'f',
  about: 'client' as const,
  client: 'c',
  client_name: 'Harbour Café',
  titles_only: false,
  last_fetched_at: null,
  address: 'https://tickmark.example/feeds/x.ics',
};

test('CA-61 a feed is named by what it shows, and a client out of sight is not named', () => {
  expect(feedName(feed)).toBe('Due dates of Harbour Café');
  expect(feedName({ about: 'client', client_name: null })).toBe('Due dates of a client');
  expect(feedName({ about: 'mine', client_name: null })).toBe('My due dates');
});

test('CA-61 a feed whose client may no longer be seen, or whose address has stopped, says so', () => {
  expect(feedTrouble(feed)).toBeNull();
  expect(feedTrouble({ ...feed, client_name: null })).toMatch(/^You may no longer see this client/);
  expect(feedTrouble({ ...feed, about: 'mine', client_name: null, address: null })).toMatch(/^Its address has stopped/);
});
