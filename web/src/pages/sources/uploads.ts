import { useSyncExternalStore } from 'react'
import { randomKey } from '@/api/client'
import { asProblem, type ProblemError } from '@/api/problem'
import { refreshStatus } from '@/api/sources'
import { uploadFile } from '@/api/upload'
import { queryClient } from '@/app/query-client'

export interface Upload {
  key: string
  botId: string
  file: File
  /** From 0 to 1; null while it waits for its turn. */
  sent: number | null
  problem: ProblemError | undefined
  abort: AbortController
}

const AT_ONCE = 2
const listeners = new Set<() => void>()
let uploads: readonly Upload[] = []

/** Uploads live outside the page: they go on while the user looks at something else. */
export function useUploads(botId: string): Upload[] {
  const all = useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => uploads,
  )
  return all.filter((upload) => upload.botId === botId)
}

export function startUploads(botId: string, files: Iterable<File>): void {
  const added = Array.from(files, (file) => ({
    key: randomKey(),
    botId,
    file,
    sent: null,
    problem: undefined,
    abort: new AbortController(),
  }))
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

async function send({ key, botId, file, abort }: Upload): Promise<void> {
  change(key, { sent: 0 })
  try {
    await uploadFile({ botId, file, key, signal: abort.signal, onProgress: (sent) => change(key, { sent }) })
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
  for (const listener of listeners) {
    listener()
  }
}
