import { useCallback, useEffect, useRef, useState } from 'react'
import { deleteAttachment, MOST_ATTACHMENTS, uploadAttachment } from '@/api/attachments'
import { randomKey } from '@/api/client'
import { asProblem, type ProblemError } from '@/api/problem'
import type { WaitingAttachment } from '@/api/types'

/** A file that is to go along with the next question. */
export interface Attaching {
  key: string
  file: File
  /** From 0 to 1. */
  sent: number
  done?: WaitingAttachment
  problem?: ProblemError
  abort: AbortController
}

/** Files are sent as soon as they are chosen, so that what is wrong with one is known before the question is asked. */
export function useAttachments() {
  const [files, setFiles] = useState<Attaching[]>([])
  const [tooMany, setTooMany] = useState(false)
  const present = useRef<Attaching[]>([])

  const set = useCallback((changed: Attaching[]) => {
    present.current = changed
    setFiles(changed)
  }, [])
  const change = useCallback(
    (key: string, changed: Partial<Attaching>) =>
      set(present.current.map((one) => (one.key === key ? { ...one, ...changed } : one))),
    [set],
  )

  useEffect(
    () => () => {
      for (const { abort, done } of present.current) {
        if (!done) {
          abort.abort()
        }
      }
    },
    [],
  )

  const send = useCallback(
    async ({ key, file, abort }: Attaching) => {
      try {
        const onProgress = (sent: number) => change(key, { sent })
        change(key, { done: await uploadAttachment({ file, key, signal: abort.signal, onProgress }) })
      } catch (error) {
        if (!abort.signal.aborted) {
          change(key, { problem: asProblem(error) })
        }
      }
    },
    [change],
  )

  const add = useCallback(
    (chosen: Iterable<File>) => {
      const all = Array.from(chosen)
      const room = Math.max(0, MOST_ATTACHMENTS - present.current.length)
      const added = all
        .slice(0, room)
        .map((file) => ({ key: randomKey(), file, sent: 0, abort: new AbortController() }))
      setTooMany(all.length > room)
      set([...present.current, ...added])
      for (const one of added) {
        void send(one)
      }
    },
    [send, set],
  )

  const remove = (key: string) => {
    const one = present.current.find((each) => each.key === key)
    setTooMany(false)
    set(present.current.filter((each) => each.key !== key))
    one?.abort.abort()
    if (one?.done) {
      // Should that fail, it is forgotten after a day all the same.
      void deleteAttachment(one.done.id).catch(() => undefined)
    }
  }

  /** Under the same key: if the first try did arrive after all, it is that file. */
  const retry = (key: string) => {
    const one = present.current.find((each) => each.key === key)
    if (one) {
      const { problem: _, ...again } = one
      set(present.current.map((each) => (each.key === key ? { ...again, sent: 0 } : each)))
      void send(again)
    }
  }

  /** Those that are ready, which a question has now. */
  const take = (): WaitingAttachment[] => {
    const done = present.current.flatMap((one) => (one.done ? [one.done] : []))
    setTooMany(false)
    set([])
    return done
  }

  return { files, tooMany, settled: files.every(({ done }) => done), add, remove, retry, take }
}
