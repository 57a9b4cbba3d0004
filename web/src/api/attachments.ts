import { apiFetch } from './http'
import { ProblemError } from './problem'
import type { Message } from './types'
import { sendFile } from './upload'

/*
 * What the API's description says of attachments, written by hand: the shapes go to types.ts when it is generated anew.
 */

/** A file that went along with a question. */
export interface Attachment {
  id: string
  fileName: string
  mediaType: string
  size: number
  tokens: number
  /** The model was given the beginning only. */
  truncated: boolean
}

/** One that waits for its question. */
export interface WaitingAttachment extends Attachment {
  expiresAt: string
}

/** Of one question. */
export const MOST_ATTACHMENTS = 5

const PATH = '/api/chat/attachments'

export function attachmentsOf(message: Message): Attachment[] {
  return (message as Message & { attachments?: Attachment[] }).attachments ?? []
}

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
