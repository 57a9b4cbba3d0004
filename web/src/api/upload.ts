import { csrfHeader } from './csrf'
import { isCsrfRefusal, ProblemError } from './problem'
import { refreshSession, sessionLost } from './session'
import type { Source } from './types'

/** A file on its way, whatever it becomes. */
export interface Upload {
  file: File
  key: string
  signal: AbortSignal
  /** Bytes sent so far, from 0 to 1. */
  onProgress: (fraction: number) => void
}

interface SourceUpload extends Upload {
  botId: string
  citable: boolean
  /** The source whose file it replaces; a new source without it. */
  replaces?: string | undefined
}

interface Sending extends Upload {
  method: string
  path: string
  /** Other parts of the form. */
  fields: Record<string, string>
}

export function uploadFile({ botId, citable, replaces, ...upload }: SourceUpload): Promise<Source> {
  const sources = `/api/chatbots/${botId}/sources`
  return sendFile({
    ...upload,
    method: replaces ? 'PUT' : 'POST',
    path: replaces ? `${sources}/${replaces}/file` : sources,
    fields: replaces ? {} : { citable: String(citable) },
  })
}

/** Sends one file. XMLHttpRequest, because fetch does not tell how much of a body has left. */
export async function sendFile<T>(upload: Sending): Promise<T> {
  const startedAt = Date.now()
  const first = await send(upload)
  const expired = first.status === 401
  if (expired && !(await refreshSession(startedAt))) {
    sessionLost()
  }
  const csrf = first.status === 403 && isCsrfRefusal(parse(first))
  return read(expired || csrf ? await send(upload) : first)
}

function send({ method, path, fields, file, key, signal, onProgress }: Sending): Promise<XMLHttpRequest> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    const abort = () => request.abort()
    request.open(method, path)
    request.setRequestHeader('Accept', 'application/json')
    request.setRequestHeader('Idempotency-Key', key)
    for (const [name, value] of Object.entries(csrfHeader())) {
      request.setRequestHeader(name, value)
    }
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0)
    request.onload = () => resolve(request)
    request.onerror = () => reject(ProblemError.network())
    request.onabort = () => reject(new DOMException('The upload was cancelled.', 'AbortError'))
    request.onloadend = () => signal.removeEventListener('abort', abort)
    signal.addEventListener('abort', abort)
    const body = new FormData()
    body.append('file', file, file.name)
    for (const [name, value] of Object.entries(fields)) {
      body.append(name, value)
    }
    request.send(body)
  })
}

function read<T>(request: XMLHttpRequest): T {
  const body = parse(request)
  if (request.status >= 200 && request.status < 300) {
    return body as T
  }
  const headers = new Headers()
  for (const name of ['Retry-After', 'X-Request-Id']) {
    const value = request.getResponseHeader(name)
    if (value !== null) {
      headers.set(name, value)
    }
  }
  throw ProblemError.of(body, new Response(null, { status: request.status, statusText: request.statusText, headers }))
}

function parse(request: XMLHttpRequest): unknown {
  try {
    return JSON.parse(request.responseText)
  } catch {
    return undefined
  }
}
