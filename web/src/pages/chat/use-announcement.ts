import { useEffect, useState } from 'react'
import type { Message } from '@/api/types'
import { plainText } from './citation-markers'

/**
 * What a screen reader is told: that an answer is being written, then the answer as a whole. Read out piece by piece
 * as it streams, it could not be followed. Nothing is said about answers that were there before.
 */
export function useAnnouncement(messages: Message[], running: Message | undefined): string {
  const [followed, setFollowed] = useState<string>()
  useEffect(() => {
    if (running) {
      setFollowed(running.id)
    }
  }, [running])
  if (running) {
    return 'The answer is being written.'
  }
  const answer = messages.find(({ id }) => id === followed)
  return answer ? plainText(answer.content, answer.citations) : ''
}
