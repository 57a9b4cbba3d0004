import { useSyncExternalStore } from 'react'
import { randomKey } from '@/api/client'
import { asProblem, ProblemError } from '@/api/problem'
import { refreshStatus } from '@/api/training-status'
import type { Source } from '@/api/types'
import { uploadFile } from '@/api/upload'
import { queryClient } from '@/app/query-client'
import { onForget } from '@/lib/forget'
import { megabytes } from '@/lib/format'
import { warnBeforeLeaving } from '@/lib/leave-warning'
import { listeners } from '@/lib/listeners'

export interface Upload {
  key: string
  botId: string
  file: File
  citable: boolean
  /** The source whose file it takes the place of; a new source without it. */
  replaces?: Pick<Source, 'id' | 'title'>
  /** From 0 to 1; null while it waits for its turn. */
  sent: number | null
  problem: ProblemError | undefined
  abort: AbortController
}

const AT_ONCE = 2
const { subscribe, notify } = listeners()
let uploads: readonly Upload[] = []

/** Uploads live outside the page: they go on while the user looks at something else. */
export function useUploads(botId: string): Upload[] {
  const all = useSyncExternalStore(subscribe, () => uploads)
  return all.filter((upload) => upload.botId === botId)
}

/** How files are added; those with more bytes than `most` are not even sent. */
export interface UploadChoice {
  citable: boolean
  most?: number | undefined
}

export function startUploads(botId: string, files: Iterable<File>, { citable, most }: UploadChoice): void {
  begin(Array.from(files, (file) => ({ ...upload(botId, file, most), citable })))
}

export function startReplacing(source: Source, file: File, most?: number): void {
  const { id, title, citable, chatbotId } = source
  begin([{ ...upload(chatbotId, file, most), citable, replaces: { id, title } }])
}

function upload(botId: string, file: File, most: number | undefined) {
  const problem = most !== undefined && file.size > most ? tooLarge(file, most) : undefined
  return { key: randomKey(), botId, file, sent: null, problem, abort: new AbortController() }
}

function tooLarge({ size }: File, most: number): ProblemError {
  return new ProblemError({
    status: 413,
    code: 'file_too_large',
    title: 'Too large',
    detail: `It has ${megabytes(size)}; your plan allows ${megabytes(most)} for each file. Split it, or choose a larger plan.`,
    retryable: false,
  })
}

function begin(added: Upload[]): void {
  set([...uploads, ...added])
  next()
}

export function cancelUpload(key: string): void {
  uploads.find((upload) => upload.key === key)?.abort.abort()
  set(uploads.filter((upload) => upload.key !== key))
  next()
}

/** Under the same key: if the first try did arrive after all, the server answers with its source. */
export function retryUpload(key: string): void {
  change(key, { problem: undefined, sent: null })
  next()
}

function next(): void {
  const running = uploads.filter(({ sent, problem }) => sent !== null && !problem).length
  const waiting = uploads.filter(({ sent, problem }) => sent === null && !problem)
  for (const upload of waiting.slice(0, Math.max(0, AT_ONCE - running))) {
    void send(upload)
  }
}

async function send({ key, botId, file, citable, replaces, abort }: Upload): Promise<void> {
  change(key, { sent: 0 })
  try {
    await uploadFile({
      botId,
      file,
      citable,
      replaces: replaces?.id,
      key,
      signal: abort.signal,
      onProgress: (sent) => change(key, { sent }),
    })
    await refreshStatus(queryClient, botId)
    set(uploads.filter((upload) => upload.key !== key))
  } catch (error) {
    if (!abort.signal.aborted) {
      change(key, { problem: asProblem(error) })
    }
  }
  next()
}

function change(key: string, changed: Partial<Upload>): void {
  set(uploads.map((upload) => (upload.key === key ? { ...upload, ...changed } : upload)))
}

function set(changed: readonly Upload[]): void {
  uploads = changed
  warnBeforeLeaving(
    'uploads',
    uploads.some(({ problem }) => !problem),
  )
  notify()
}

onForget(() => {
  const ended = uploads
  set([])
  for (const { abort } of ended) {
    abort.abort()
  }
})
