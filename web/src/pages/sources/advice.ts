/** What the user can do about a file that gave no text, by the server's code. */
const ADVICE: Record<string, string> = {
  file_empty: 'Choose a file that has content.',
  file_encrypted: 'Save a copy without the password and add that.',
  file_too_large: 'Split it into smaller files.',
  body_too_large: 'Split it into smaller files.',
  file_unreadable: 'Open it in its own program, save it anew, and add the new copy.',
  no_text: 'It seems to hold pictures only. Run text recognition (OCR) on it first.',
  unsupported_media_type: 'Save it as PDF, Word, PowerPoint, Excel, CSV, Markdown, HTML or text.',
  extraction_timeout: 'Split it into smaller files.',
  extraction_out_of_memory: 'Split it into smaller files.',
  extraction_crashed: 'Save a fresh copy of it and add that.',
  extraction_unavailable: 'Nothing is wrong with the file: retry in a moment.',
  infected: 'Check your computer, then add a clean copy.',
  not_scanned: 'Split it into smaller files.',
  scanner_unavailable: 'Nothing is known against the file: it is tried again by itself.',
  storage_full: 'The operator has to make room first.',
  rate_limited: 'Wait a moment, then retry.',
  network: 'It can be retried when you are connected again.',
}

export function adviceFor(code: string): string {
  return ADVICE[code] ?? ''
}
