import type { Source } from '@/api/types'
import { isFetched } from './kinds'

/** What went wrong with a source, in a few words; the server's sentence after it says what to do. */
const NAMES: Record<string, string> = {
  infected: 'A virus was found',
  not_scanned: 'Too large for the virus scanner',
  scanner_unavailable: 'The virus scanner does not answer',
  no_text: 'No text in it',
  not_indexable: 'The search index does not take it',
  file_empty: 'Nothing in it',
  file_encrypted: 'Locked by a password',
  file_unreadable: 'Damaged',
  file_too_large: 'Too large',
  unsupported_file_type: 'No kind of file that can be read',
  extraction_timeout: 'Too much to read',
  extraction_out_of_memory: 'Too much to read',
  extraction_crashed: 'It cannot be read',
  robots_disallowed: 'The site does not let programs read it',
  address_not_allowed: 'An address that is not fetched from',
  host_not_found: 'No such website',
  page_not_found: 'No such page',
  page_forbidden: 'The site refuses programs',
  page_refused: 'The site refuses programs',
  page_unavailable: 'The site does not answer',
  video_no_transcript: 'No subtitles at YouTube',
  video_blocked: 'YouTube does not give the subtitles out',
  video_restricted: 'YouTube does not give the subtitles out',
  video_unavailable: 'No such video',
  video_failed: 'YouTube does not answer',
}

/** Where the server's sentence leaves open what to do. */
const ADVICE: Record<string, string> = {
  file_empty: 'Choose a file that has content.',
  body_too_large: 'Split it into smaller files.',
  storage_full: 'The operator has to make room first.',
  rate_limited: 'Wait a moment, then retry.',
  network: 'It can be retried when you are connected again.',
}

/** The very same may go well another time. */
const PASSING = new Set([
  'training_failed',
  'not_indexable',
  'scanner_unavailable',
  'extraction_unavailable',
  'extraction_timeout',
  'host_not_found',
  'page_unavailable',
  'video_failed',
])

export type Remedy = 'retry' | 'replace' | 'transcript' | 'text' | 'pairs'

export const REMEDY_NAMES: Record<Remedy, string> = {
  retry: 'Retry',
  replace: 'Replace file',
  transcript: 'Paste subtitles',
  text: 'Change text',
  pairs: 'Edit questions',
}

export function nameOf(code: string): string | undefined {
  return NAMES[code]
}

export function adviceFor(code: string): string {
  return ADVICE[code] ?? ''
}

/** What helps best against the trouble of a source. */
export function remedyFor(source: Source): Remedy {
  const code = source.error?.code ?? ''
  if (source.type === 'video' && code.startsWith('video_') && code !== 'video_unavailable') {
    return 'transcript'
  }
  if (PASSING.has(code) || isFetched(source)) {
    return 'retry'
  }
  const own: Record<Source['type'], Remedy> = {
    file: 'replace',
    text: 'text',
    qa: 'pairs',
    video: 'transcript',
    url: 'retry',
  }
  return own[source.type]
}
