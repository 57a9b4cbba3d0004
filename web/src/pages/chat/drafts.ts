import { useSyncExternalStore } from 'react'
import type { ProblemError } from '@/api/problem'
import type { WaitingAttachment } from '@/api/types'
import { onForget } from '@/lib/forget'
import { warnBeforeLeaving } from '@/lib/leave-warning'
import { listeners } from '@/lib/listeners'

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

/** What is being prepared in a conversation. It waits there while the user looks at another one. */
export interface Draft {
  text: string
  /** Chosen for the conversation, as provider/model. */
  model: string | undefined
  files: readonly Attaching[]
  tooMany: boolean
}

const EMPTY: Draft = { text: '', model: undefined, files: [], tooMany: false }
const drafts = new Map<string, Draft>()
/** New conversations that have got their address, until the page has followed. */
const moved = new Map<string, string>()
const { subscribe, notify: redraw } = listeners()

export function draftOf(thread: string): Draft {
  return drafts.get(moved.get(thread) ?? thread) ?? EMPTY
}

/** One part, so that who shows another one is not drawn anew at each letter. */
export function useDraft<Part extends keyof Draft>(thread: string, part: Part): Draft[Part] {
  return useSyncExternalStore(subscribe, () => draftOf(thread)[part])
}

export function changeDraft(thread: string, changed: Partial<Draft>): void {
  drafts.set(moved.get(thread) ?? thread, { ...draftOf(thread), ...changed })
  notify()
}

/** Wherever it is by now. One that was removed stays removed. */
export function changeFile(key: string, changed: (file: Attaching) => Attaching): void {
  for (const [thread, draft] of drafts) {
    drafts.set(thread, { ...draft, files: draft.files.map((one) => (one.key === key ? changed(one) : one)) })
  }
  notify()
}

/** A new conversation has got its address: what was typed and chosen meanwhile belongs to it. */
export function moveDraft(from: string, to: string, shown: boolean): void {
  const draft = drafts.get(from)
  if (draft) {
    drafts.set(to, draft)
    drafts.delete(from)
  }
  if (shown) {
    moved.set(from, to)
  }
  notify()
}

/** The page shows another conversation now. */
export function arrived(): void {
  moved.clear()
}

function notify(): void {
  const underWay = [...drafts.values()].some(({ files }) => files.some(({ done, problem }) => !done && !problem))
  warnBeforeLeaving('attachments', underWay)
  redraw()
}

onForget(() => {
  for (const { files } of drafts.values()) {
    for (const { abort } of files) {
      abort.abort()
    }
  }
  drafts.clear()
  moved.clear()
  notify()
})
