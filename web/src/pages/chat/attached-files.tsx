import { Paperclip } from 'lucide-react'
import type { Attachment } from '@/api/types'
import { cn } from '@/lib/cn'
import { bytes } from '@/lib/format'

interface AttachedFilesProps {
  files: Attachment[]
  className?: string
}

/** The files that went along with a question. */
export function AttachedFiles({ files, className }: AttachedFilesProps) {
  if (files.length === 0) {
    return null
  }
  return (
    <ul aria-label="Attached files" className={cn('mt-2 flex flex-wrap gap-1.5 whitespace-normal', className)}>
      {files.map(({ id, fileName, size, truncated }) => (
        <li
          key={id}
          className="flex max-w-full items-center gap-1.5 rounded-lg border border-line-strong bg-surface px-2 py-1 text-sm"
        >
          <Paperclip aria-hidden className="size-3.5 shrink-0 text-ink-muted" />
          <span className="min-w-0">
            <span className="block truncate">{fileName}</span>
            {truncated && <span className="block text-xs text-ink-muted">Only its beginning was read</span>}
          </span>
          <span className="shrink-0 text-xs text-ink-muted">{bytes(size)}</span>
        </li>
      ))}
    </ul>
  )
}
