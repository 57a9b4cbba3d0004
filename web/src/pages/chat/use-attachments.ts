import { useCallback } from 'react'
import { deleteAttachment, MOST_ATTACHMENTS, uploadAttachment } from '@/api/attachments'
import { randomKey } from '@/api/client'
import { asProblem } from '@/api/problem'
import type { WaitingAttachment } from '@/api/types'
import { type Attaching, changeDraft, changeFile, draftOf, useDraft } from './drafts'

/**
 * Files are sent as soon as they are chosen, so that what is wrong with one is known before the question is asked. They
 * go on while the user looks at something else.
 */
export function useAttachments(thread: string) {
  const files = useDraft(thread, 'files')
  const tooMany = useDraft(thread, 'tooMany')

  const add = useCallback(
    (chosen: Iterable<File>) => {
      const all = Array.from(chosen)
      const present = draftOf(thread).files
      const room = Math.max(0, MOST_ATTACHMENTS - present.length)
      const added = all
        .slice(0, room)
        .map((file) => ({ key: randomKey(), file, sent: 0, abort: new AbortController() }))
      changeDraft(thread, { files: [...present, ...added], tooMany: all.length > room })
      for (const one of added) {
        void send(one)
      }
    },
    [thread],
  )

  const remove = (key: string) => {
    const one = files.find((each) => each.key === key)
    changeDraft(thread, { files: files.filter((each) => each.key !== key), tooMany: false })
    one?.abort.abort()
    if (one?.done) {
      // Should that fail, it is forgotten after a day all the same.
      void deleteAttachment(one.done.id).catch(() => undefined)
    }
  }

  /** Under the same key: if the first try did arrive after all, it is that file. */
  const retry = (key: string) => {
    const one = files.find((each) => each.key === key)
    if (one) {
      const { problem: _, ...again } = one
      changeFile(key, () => ({ ...again, sent: 0 }))
      void send(again)
    }
  }

  /** Those that are ready, which a question has now. */
  const take = (): WaitingAttachment[] => {
    changeDraft(thread, { files: [], tooMany: false })
    return files.flatMap(({ done }) => (done ? [done] : []))
  }

  return { files, tooMany, settled: files.every(({ done }) => done), add, remove, retry, take }
}

async function send({ key, file, abort }: Attaching): Promise<void> {
  try {
    const onProgress = (sent: number) => changeFile(key, (one) => ({ ...one, sent }))
    const done = await uploadAttachment({ file, key, signal: abort.signal, onProgress })
    changeFile(key, (one) => ({ ...one, done }))
  } catch (error) {
    if (!abort.signal.aborted) {
      changeFile(key, (one) => ({ ...one, problem: asProblem(error) }))
    }
  }
}
