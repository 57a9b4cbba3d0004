import type { Source } from '@/api/types'

/** Pages, and videos without a pasted transcript: the server fetches them, now and again. */
export function isFetched({ url, mediaType }: Source): boolean {
  return url !== null && mediaType !== 'text/vtt'
}

export function isSite({ crawl }: Source): boolean {
  return crawl !== null && crawl.pages > 1
}

export function isUnderWay({ status, stage }: Source): boolean {
  return status === 'processing' || (status === 'pending' && stage !== null)
}

/** Once its passages are exchanged, nothing can be ended any more. */
export function canBeCancelled(source: Source): boolean {
  return isUnderWay(source) && source.stage !== null
}

/** Cancelled, or added without training: nothing happens until somebody starts it. */
export function isHeldBack({ status, stage }: Source): boolean {
  return status === 'pending' && stage === null
}

export const REFRESH_NAMES: Record<Source['refresh'], string> = {
  never: 'Only when you ask for it',
  daily: 'Every day',
  weekly: 'Every week',
}
