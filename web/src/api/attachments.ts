import { api, unwrap } from './client'
import type { WaitingAttachment } from './types'
import { sendFile, type Upload } from './upload'

/** Of one question. */
export const MOST_ATTACHMENTS = 5

export function uploadAttachment(upload: Upload): Promise<WaitingAttachment> {
  return sendFile({ ...upload, method: 'POST', path: '/api/chat/attachments', fields: {} })
}

export function deleteAttachment(id: string): Promise<unknown> {
  return unwrap(api.DELETE('/api/chat/attachments/{id}', { params: { path: { id } } }))
}
