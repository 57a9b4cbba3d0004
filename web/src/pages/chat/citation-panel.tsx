import { ExternalLink, Maximize2, X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { Link } from 'react-router'
import type { Citation } from '@/api/types'
import { Button } from '@/components/ui/button'
import { Tooltip } from '@/components/ui/tooltip'
import { playTime } from '@/lib/format'
import { openOriginal } from '@/pages/preview/open-original'
import { quotesFor } from '@/pages/preview/passage-range'
import { SegmentReader } from '@/pages/preview/segment-reader'
import { useSegments } from '@/pages/preview/use-segments'
import { FileIcon } from '@/pages/sources/file-icon'
import { place } from './citation-place'

interface CitationPanelProps {
  botId: string
  citation: Citation
  /** The answer that cites it. */
  answer: string
  onClose: () => void
}

export function CitationPanel({ botId, citation, answer, onClose }: CitationPanelProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  const type = useSegments(botId, citation.sourceId, citation.segment).data?.pages[0]?.source.type
  const { sourceId, segment, start, end, text, page, second, title, fileName, mediaType, url } = citation

  // biome-ignore lint/correctness/useExhaustiveDependencies: each citation that is opened takes the focus to its title
  useEffect(() => heading.current?.focus({ preventScroll: true }), [citation])

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes the panel from anywhere inside it
    <div className="flex min-h-0 grow flex-col" onKeyDown={(event) => event.key === 'Escape' && onClose()}>
      <div className="flex items-start gap-3 border-b border-line p-4">
        <FileIcon type={type} mediaType={mediaType} fileName={fileName} />
        <div className="min-w-0 grow">
          <h2
            ref={heading}
            tabIndex={-1}
            className="truncate font-sans text-[0.9375rem] font-semibold tracking-normal outline-none"
          >
            {title}
          </h2>
          <p className="text-sm text-ink-muted first-letter:uppercase">
            {place(citation) || `Passage ${citation.marker}`}
          </p>
        </div>
        <Tooltip text="Open as a page">
          <Button variant="ghost" size="icon-sm" asChild>
            <Link to={citation.previewUrl} aria-label="Open as a page">
              <Maximize2 aria-hidden />
            </Link>
          </Button>
        </Tooltip>
        <Button variant="ghost" size="icon-sm" aria-label="Close the passage" onClick={onClose}>
          <X aria-hidden />
        </Button>
      </div>
      <SegmentReader
        key={`${sourceId}/${segment}/${start}`}
        botId={botId}
        sourceId={sourceId}
        target={{ segment, start, end, text, quotes: quotesFor(answer, citation.marker) }}
        className="quiet-scroll min-h-0 grow px-5 py-5"
      />
      {url && (
        <div className="border-t border-line p-4">
          <Button variant="secondary" className="w-full" asChild>
            <a href={url} target="_blank" rel="noreferrer">
              <ExternalLink aria-hidden />
              {second === null ? 'Open the page' : `Watch at ${playTime(second)}`}
            </a>
          </Button>
        </div>
      )}
      {type === 'file' && (
        <div className="border-t border-line p-4">
          <Button variant="secondary" className="w-full" onClick={() => openOriginal(botId, sourceId, page)}>
            <ExternalLink aria-hidden />
            {page ? `Open original at page ${page}` : 'Open original'}
          </Button>
        </div>
      )}
    </div>
  )
}
