import type { Citation } from '@/api/types'
import { cn } from '@/lib/cn'
import { place } from './citation-place'

interface CitationListProps {
  citations: Citation[]
  openCitation: Citation | undefined
  onCitation: (citation: Citation, opener: HTMLElement) => void
}

/** What the answer stands on, as a list that can be opened. */
export function CitationList({ citations, openCitation, onCitation }: CitationListProps) {
  if (citations.length === 0) {
    return null
  }
  return (
    <div className="mt-4 flex flex-wrap items-center gap-2">
      {citations.map((citation) => (
        <button
          key={citation.marker}
          type="button"
          onClick={({ currentTarget }) => onCitation(citation, currentTarget)}
          className={cn(
            'flex max-w-full items-center gap-2 rounded-lg border py-1 pr-3 pl-1.5 text-sm transition-colors',
            citation === openCitation
              ? 'border-accent-ink bg-surface'
              : 'border-line bg-surface hover:border-ink-faint',
          )}
        >
          <span className="grid size-5 shrink-0 place-items-center rounded-md bg-mark-soft text-xs font-bold text-on-mark-soft">
            {citation.marker}
          </span>
          <span className="max-w-52 truncate font-medium">{citation.title}</span>
          {place(citation) && <span className="max-w-40 shrink-0 truncate text-ink-faint">{place(citation)}</span>}
        </button>
      ))}
    </div>
  )
}
