import { FileUp } from 'lucide-react'
import { useCallback, useRef, useState } from 'react'
import { cn } from '@/lib/cn'
import { megabytes } from '@/lib/format'
import { ACCEPT, useWholePageDrop } from './file-drop'
import { startUploads } from './uploads'

interface DropzoneProps {
  botId: string
  large: boolean
  citable: boolean
  /** Bytes of a file that the plan allows; undefined when nobody knows it here, or nothing limits them. */
  most: number | undefined
}

/** Takes files dropped anywhere on the page; the area itself is a button that opens the file picker. */
export function Dropzone({ botId, large, citable, most }: DropzoneProps) {
  const input = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const start = useCallback(
    (files: Iterable<File>) => startUploads(botId, files, { citable, most }),
    [botId, citable, most],
  )
  useWholePageDrop(start, setOver)

  return (
    <>
      <button
        type="button"
        onClick={() => input.current?.click()}
        className={cn(
          'mt-6 flex w-full flex-col items-center justify-center rounded-2xl border-2 border-dashed px-6 text-center transition-[border-color,background-color] duration-200 focus-visible:rounded-2xl',
          large ? 'py-16' : 'gap-x-4 py-6 sm:flex-row sm:text-left',
          over
            ? 'border-accent-ink bg-accent-soft'
            : 'border-line-strong bg-surface hover:border-ink-faint hover:bg-raised',
        )}
      >
        <span
          className={cn(
            'grid place-items-center rounded-xl bg-accent-soft text-accent-ink',
            large ? 'mb-5 size-14' : 'size-11',
          )}
        >
          <FileUp aria-hidden className={large ? 'size-7' : 'size-5.5'} />
        </span>
        <span>
          <span className={cn('block font-display font-semibold', large ? 'text-xl' : 'mt-3 text-base sm:mt-0')}>
            {over ? 'Let go to add them' : 'Drop files here, or choose them'}
          </span>
          <span className="mt-0.5 block text-sm text-ink-muted">
            PDF, Word, PowerPoint, Excel, CSV, e-books, e-mails, Markdown, HTML, text or pictures of text
            {most !== undefined && `, up to ${megabytes(most)} each`}
          </span>
        </span>
      </button>
      <input
        ref={input}
        type="file"
        multiple
        accept={ACCEPT}
        className="hidden"
        aria-label="Files to add"
        onChange={(event) => {
          start(event.target.files ?? [])
          event.target.value = ''
        }}
      />
    </>
  )
}
