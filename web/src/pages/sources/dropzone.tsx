import { FileUp } from 'lucide-react'
import { useCallback, useEffect, useRef, useState } from 'react'
import { cn } from '@/lib/cn'
import { megabytes } from '@/lib/format'
import { startUploads } from './uploads'

export const ACCEPT =
  '.pdf,.docx,.pptx,.ppsx,.xlsx,.csv,.tsv,.txt,.md,.markdown,.html,.htm,.epub,.eml,.png,.jpg,.jpeg,.tif,.tiff'

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

export function useWholePageDrop(start: (files: Iterable<File>) => void, setOver: (over: boolean) => void) {
  useEffect(() => {
    let depth = 0
    const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false
    // What is dropped beside a dialog, or into it, is not meant for the page behind.
    const covered = () => document.querySelector('dialog[open]') !== null
    const enter = (event: DragEvent) => {
      if (carriesFiles(event) && !covered()) {
        depth++
        setOver(true)
      }
    }
    const leave = () => {
      depth = Math.max(0, depth - 1)
      setOver(depth > 0)
    }
    const allow = (event: DragEvent) => carriesFiles(event) && event.preventDefault()
    const drop = (event: DragEvent) => {
      depth = 0
      setOver(false)
      if (carriesFiles(event)) {
        event.preventDefault()
        start(covered() ? [] : (event.dataTransfer?.files ?? []))
      }
    }
    const handlers = { dragenter: enter, dragleave: leave, dragover: allow, drop }
    for (const [name, handler] of Object.entries(handlers)) {
      window.addEventListener(name, handler as EventListener)
    }
    return () => {
      for (const [name, handler] of Object.entries(handlers)) {
        window.removeEventListener(name, handler as EventListener)
      }
    }
  }, [start, setOver])
}
