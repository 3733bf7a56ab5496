import type { Page } from '@playwright/test';

/** Through the API, as this walk is not about it. */
export const send = <Answer>(page: Page, method: string, path: string, body: object): Promise<Answer> =>
  page.evaluate(
    async ([how, at, data]) => {
      const headers: Record<string, string> = { 'content-type': 'application/json' };
      const { version, ...given } = data as { version?: number };
      if (version !== undefined) headers['if-match'] = `"${version}"`;
      const answer = await fetch(`/api/v1${at}`, { method: how as string, headers, body: JSON.stringify(given) });
      const said = await answer.json();
      if (!answer.ok) throw new Error(`${how} ${at}: ${JSON.stringify(said)}`);
      return said as never;
    },
    [method, path, body] as const,
  );

/** A PDF of one page with a line of text. */
export const pdf = (): Buffer => {
  const text = 'BT /F1 24 Tf 72 720 Td (Accounts 2026) Tj ET';
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${text.length} >>\nstream\n${text}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  let file = '%PDF-1.7\n';
  const at = objects.map((object, i) => {
    const start = file.length;
    file += `${i + 1} 0 obj\n${object}\nendobj\n`;
    return start;
  });
  const table = file.length;
  const rows = at.map((start) => `${String(start).padStart(10, '0')} 00000 n \n`).join('');
  file += `xref\n0 6\n0000000000 65535 f \n${rows}trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n${table}\n%%EOF\n`;
  return Buffer.from(file, 'latin1');
};
