import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import { loadConfig } from '../config.ts';
import { type House, openHouse } from '../house.ts';
import { openInstallation } from '../installation.ts';
import { identity } from '../master-key.ts';
import { whisper } from './terminal.ts';

/** Runs a command on the host (PL-21): opens the installation and its house, and lets go of both whatever happens. */
export const onHost = async <T>(
  work: (house: House, config: ReturnType<typeof loadConfig>) => Promise<T>,
): Promise<T> => {
  const config = loadConfig();
  const installation = await openInstallation(config, () => {});
  try {
    const house = await openHouse({
      urls: installation.urls,
      pool: 4,
      ...identity(config),
      onError: (error) => whisper(error.message),
    });
    try {
      return await work(house, config);
    } finally {
      await house.close();
    }
  } finally {
    await installation.stop();
  }
};

/** All practices of the installation, by their short names. */
export const practices = async (house: House): Promise<{ id: Id; slug: string }[]> => {
  const { rows } = await sql<{
    id: Id;
    slug: string;
  }>`select practice_id as id, slug from meta.practice order by slug`.execute(house.engine);
  return rows;
};
