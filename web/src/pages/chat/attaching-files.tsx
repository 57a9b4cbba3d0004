import { Paperclip, RotateCw, X } from 'lucide-react'
import { useRef } from 'react'
import { MOST_ATTACHMENTS } from '@/api/attachments'
import { Button } from '@/components/ui/button'
import { Progress } from '@/components/ui/progress'
import { bytes } from '@/lib/format'
import { ACCEPT } from '../sources/file-drop'
import { adviceFor } from '../sources/trouble'
import type { Attaching } from './drafts'

interface AttachingFilesProps {
  files: readonly Attaching[]
  tooMany: boolean
  onRemove: (key: string) => void
  onRetry: (key: string) => void
}

/** Files on their way to the next question. */
export function AttachingFiles({ files, tooMany, onRemove, onRetry }: AttachingFilesProps) {
  const list = useRef<HTMLUListElement>(null)
  const remove = (key: string) => {
    onRemove(key)
    // The button that had the focus is gone.
    list.current?.closest('form')?.querySelector('textarea')?.focus()
  }
  return (
    <>
      <p role="status" className="sr-only">
        {files.map(announced).join(' ')}
      </p>
      {files.length > 0 && (
        <ul ref={list} aria-label="Files for this question" className="grid gap-1.5 p-1 pb-2">
          {files.map((one) => (
            <li
              key={one.key}
              className="flex animate-fade items-center gap-2.5 rounded-lg border border-line bg-raised py-1 pr-1 pl-2.5 text-sm"
            >
              <Paperclip aria-hidden className="size-4 shrink-0 text-ink-muted" />
              <div className="min-w-0 grow">
                <p className="flex items-baseline gap-2">
                  <span className="truncate font-semibold">{one.file.name}</span>
                  <span className="shrink-0 text-xs text-ink-muted tabular-nums">{state(one)}</span>
                </p>
                {one.problem && (
                  <p role="alert" className="text-danger">
                    {one.problem.message} <span className="text-ink-muted">{adviceFor(one.problem.code)}</span>
                  </p>
                )}
                {one.done?.truncated && <p className="text-ink-muted">Too long: only its beginning is used.</p>}
                {!one.problem && !one.done && (
                  <Progress
                    value={one.sent >= 1 ? null : one.sent}
                    label={`Sending ${one.file.name}`}
                    className="mb-1"
                  />
                )}
              </div>
              {one.problem?.retryable && (
                <Button
                  variant="ghost"
                  size="icon-sm"
                  aria-label={`Try ${one.file.name} again`}
                  onClick={() => onRetry(one.key)}
                >
                  <RotateCw aria-hidden />
                </Button>
              )}
              <Button
                variant="ghost"
                size="icon-sm"
                aria-label={`Remove ${one.file.name}`}
                onClick={() => remove(one.key)}
              >
                <X aria-hidden />
              </Button>
            </li>
          ))}
        </ul>
      )}
      {tooMany && (
        <p role="alert" className="px-2.5 pb-1 text-sm text-danger">
          A question can have {MOST_ATTACHMENTS} files; the others were left out.
        </p>
      )}
    </>
  )
}

function state({ file, sent, done, problem }: Attaching): string {
  if (problem) {
    return 'Not attached'
  }
  if (done) {
    return bytes(file.size)
  }
  return sent >= 1 ? 'Reading' : `${Math.round(sent * 100)}% of ${bytes(file.size)}`
}

function announced({ file, done }: Attaching): string {
  return done ? `${file.name} is attached.` : ''
}

interface AttachButtonProps {
  onFiles: (files: Iterable<File>) => void
}

export function AttachButton({ onFiles }: AttachButtonProps) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <Button
        variant="ghost"
        size="icon"
        aria-label="Attach files"
        onClick={() => input.current?.click()}
        className="rounded-xl"
      >
        <Paperclip aria-hidden />
      </Button>
      <input
        ref={input}
        type="file"
        multiple
        accept={ACCEPT}
        className="hidden"
        aria-label="Files to attach"
        onChange={(event) => {
          onFiles(event.target.files ?? [])
          event.target.value = ''
        }}
      />
    </>
  )
}
