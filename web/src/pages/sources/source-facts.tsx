import { textLanguage } from '@/api/language'
import type { Source } from '@/api/types'
import { ago, bytes, count, date } from '@/lib/format'
import { isSite } from './kinds'

interface SourceFactsProps {
  source: Source
  onPages: () => void
}

/** How much there is, from where, and from when. */
export function SourceFacts({ source, onPages }: SourceFactsProps) {
  const { type, url, sizeBytes, passages, pages, createdAt, lastFetch, nextFetchAt } = source
  const site = isSite(source) && pages !== null
  const from = url ? hostOf(url) : type === 'qa' ? '' : bytes(sizeBytes)
  const more = [
    site ? '' : extent(source),
    passages ? count(passages, 'passage') : '',
    textLanguage(source),
    lastFetch ? `looked at ${ago(lastFetch.at)}` : ago(createdAt),
    nextFetchAt ? `next time ${soon(nextFetchAt)}` : '',
  ]
  return (
    <p className="mt-0.5 text-sm break-words text-ink-muted">
      {site && (
        <>
          <button type="button" className="font-semibold text-accent-ink hover:underline" onClick={onPages}>
            {count(pages, 'page')}
          </button>
          {' · '}
        </>
      )}
      {[from, ...more].filter(Boolean).join(' · ')}
    </p>
  )
}

function extent({ type, pages, segments }: Source): string {
  if (pages) {
    return count(pages, 'page')
  }
  return segments ? count(segments, type === 'qa' ? 'question' : 'section') : ''
}

function hostOf(url: string): string {
  return url.replace(/^https?:\/\/(www\.)?/, '').replace(/\/.*$/, '')
}

function soon(instant: string): string {
  return Date.parse(instant) < Date.now() + 2 * 86_400_000 ? ago(instant) : date(instant)
}
