import type { Citation } from '@/api/types'
import { Tooltip } from '@/components/ui/tooltip'
import { cn } from '@/lib/cn'
import { place } from './citation-place'

interface CitationChipProps {
  citation: Citation
  open: boolean
  onOpen: (citation: Citation, opener: HTMLElement) => void
}

export function CitationChip({ citation, open, onOpen }: CitationChipProps) {
  const where = [citation.title, place(citation)].filter(Boolean).join(', ')
  return (
    <Tooltip text={where}>
      <button
        type="button"
        aria-label={`Citation ${citation.marker}: ${where}`}
        aria-pressed={open}
        onClick={({ currentTarget }) => onOpen(citation, currentTarget)}
        className={cn(
          'mr-px ml-0.5 inline-grid h-[1.35em] min-w-[1.35em] place-items-center rounded-[0.4em] px-[0.3em] align-[0.08em] text-[0.72em] leading-none font-bold tabular-nums transition-colors',
          open ? 'bg-mark text-on-mark' : 'bg-mark-soft text-on-mark-soft hover:bg-mark hover:text-on-mark',
        )}
      >
        {citation.marker}
      </button>
    </Tooltip>
  )
}
