/**
 * A stand-in of LibreOffice's command line, as far as Tickmark uses it: `soffice -env:… --headless --convert-to pdf --outdir <folder>
 * <file>` writes `<name>.pdf` there and ends with 0. What stands in the file SOFFICE_FAULT_FILE has it fail as the real one does: `hangs`, `exit` (77, with what it
 * says where its profile cannot be written), or `nothing` (it ends well and writes no file, as for a damaged document).
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const args = process.argv.slice(2);
const [fault, file] = [readFault(), args.at(-1)!];
const folder = args[args.indexOf('--outdir') + 1]!;
if (fault === 'hangs') setInterval(() => {}, 1000);
else if (fault === 'exit') {
  process.stderr.write('User installation could not be completed.\n');
  process.exit(77);
} else if (fault !== 'nothing') {
  const size = readFileSync(file).length;
  const text = `BT /F1 12 Tf 72 720 Td (Converted from ${size} bytes) Tj ET`;
  writeFileSync(join(folder, basename(file).replace(/\.docx$/, '.pdf')), pdfOf(text));
}

function readFault(): string {
  try {
    return readFileSync(process.env.SOFFICE_FAULT_FILE ?? '', 'utf8').trim();
  } catch {
    return '';
  }
}

function pdfOf(text: string): string {
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${text.length} >>\nstream\n${text}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  let body = '%PDF-1.7\n';
  const places = objects.map((object, i) => {
    const at = body.length;
    body += `${i + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const table = places.map((at) => `${`${at}`.padStart(10, '0')} 00000 n \n`).join('');
  return `${body}xref\n0 6\n0000000000 65535 f \n${table}trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n${body.length}\n%%EOF\n`;
}
