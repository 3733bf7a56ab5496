/** What letters need from outside. */

/** Makes a PDF of a filled Word file (IN-117). */
export interface Converter {
  /** What a timeline calls it. */
  name: string;
  /** Rejects with `NotConverted` where it cannot. */
  toPdf(docx: Uint8Array): Promise<Uint8Array>;
}

/** Why there is no PDF, as a sentence. */
export class NotConverted extends Error {}
