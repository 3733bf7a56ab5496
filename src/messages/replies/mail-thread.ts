import { parentPort, workerData } from 'node:worker_threads';
import { readParts } from './mail-parts.ts';

/** The thread in which one large mail is read. */
parentPort!.postMessage(await readParts(workerData as Uint8Array));
