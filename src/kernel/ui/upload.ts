import { api, refusalFrom } from './client.ts';

/** A file that is here now and belongs to nothing yet. */
export interface Uploaded {
  id: string;
  name: string;
  type: string;
  bytes: number;
}

interface UploadOptions {
  /** Bytes sent so far. */
  progress(sent: number): void;
  signal: AbortSignal;
}

/**
 * Uploads one file: name and size first, so that what is too large is refused before a byte is sent (PL-112), then its bytes.
 * Throws the server's refusal; what was begun and is called off is let go.
 */
export const upload = async (file: File, { progress, signal }: UploadOptions): Promise<Uploaded> => {
  const announced = await api.post<{ items: Uploaded[] }>(
    '/files',
    { name: file.name, bytes: file.size, type: file.type },
    { signal },
  );
  const { id } = announced.items[0]!;
  const letGo = () => void api.delete(`/files/${id}`).catch(() => undefined);
  signal.addEventListener('abort', letGo, { once: true });
  try {
    return await send(`/api/v1/files/${id}/content`, file, { progress, signal });
  } finally {
    signal.removeEventListener('abort', letGo);
  }
};

/** A request that tells how far it has come; `fetch` does not. */
const send = (url: string, file: File, { progress, signal }: UploadOptions): Promise<Uploaded> =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('PUT', url);
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    request.setRequestHeader('Accept', 'application/json');
    request.setRequestHeader('X-Tickmark-Request', '1');
    request.upload.onprogress = ({ loaded }) => progress(loaded);
    request.onload = () =>
      request.status < 300
        ? resolve(JSON.parse(request.responseText) as Uploaded)
        : reject(refusalFrom(request.status, request.responseText));
    request.onerror = () => reject(refusalFrom(0, ''));
    request.onabort = () => reject(signal.reason);
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.send(file);
  });
