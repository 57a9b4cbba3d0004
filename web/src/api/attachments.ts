import { apiFetch } from './http'
import { ProblemError } from './problem'
import type { WaitingAttachment } from './types'
import { sendFile } from './upload'

/** Of one question. */
export const MOST_ATTACHMENTS = 5

const PATH = '/api/chat/attachments'

interface Upload {
  file: File
  key: string
  signal: AbortSignal
  onProgress: (fraction: number) => void
}

export function uploadAttachment(upload: Upload): Promise<WaitingAttachment> {
  return sendFile({ ...upload, method: 'POST', path: PATH, fields: {} })
}

export async function deleteAttachment(id: string): Promise<void> {
  const response = await apiFetch(new Request(new URL(`${PATH}/${id}`, location.origin), { method: 'DELETE' }))
  if (!response.ok) {
    throw await ProblemError.from(response)
  }
}
