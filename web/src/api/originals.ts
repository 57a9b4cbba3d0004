import { api, unwrap } from './client'

/** A short-lived address that opens the original, at a page where the kind of file has pages. */
export async function originalAddress(botId: string, sid: string, page: number | null | undefined): Promise<string> {
  const { url } = await unwrap(
    api.POST('/api/chatbots/{botId}/sources/{id}/file-link', { params: { path: { botId, id: sid } } }),
  )
  return page ? `${url}#page=${page}` : url
}
