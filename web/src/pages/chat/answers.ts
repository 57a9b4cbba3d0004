import { useEffect, useSyncExternalStore } from 'react'
import { type AnswerEvent, attach, followAnswer } from '@/api/answer-stream'
import { api, randomKey, unwrap } from '@/api/client'
import { asProblem, type ProblemError } from '@/api/problem'
import { type Instead, postTurn, type Question } from '@/api/turns'
import type { Citation, ConversationDetail, Message } from '@/api/types'
import { queryClient } from '@/app/query-client'
import { onForget } from '@/lib/forget'
import { listeners } from '@/lib/listeners'
import { moveDraft } from './drafts'

/** What has arrived of a running answer; newer than the stored message. */
export interface Live {
  content: string
  citations: Citation[]
  reconnecting: boolean
  lost?: ProblemError
}

/** A question on its way, or one that did not get through. */
export interface Pending extends Question {
  key: string
  /** The messages that stood there before; absent where they had not been read. */
  known: ReadonlySet<string> | undefined
  problem?: ProblemError
}

const FLUSH_MS = 50
const live = new Map<string, Live>()
const pending = new Map<string, Pending>()
const { subscribe, notify: redraw } = listeners()
let account = new AbortController()
const starts = new Map<string, (conversationId: string) => void>()
let flush: ReturnType<typeof setTimeout> | undefined

export const threadKey = (botId: string, conversationId: string | undefined) => conversationId ?? `new:${botId}`

export function useLive(messageId: string): Live | undefined {
  return useSyncExternalStore(subscribe, () => live.get(messageId))
}

export function usePending(thread: string): Pending | undefined {
  return useSyncExternalStore(subscribe, () => pending.get(thread))
}

export function forgetPending(thread: string): void {
  pending.delete(thread)
  notify()
}

/** Who looks at a new conversation when it gets its address goes along; who has left it by then stays where he is. */
export function useStarted(thread: string, listener: (conversationId: string) => void): void {
  useEffect(() => {
    starts.set(thread, listener)
    return () => {
      if (starts.get(thread) === listener) {
        starts.delete(thread)
      }
    }
  }, [thread, listener])
}

/** Sends a question and follows its answer to the end, also when the user looks at another page meanwhile. */
export function ask(question: Question): Promise<void> {
  const { data } = queryClient.getQueryState<ConversationDetail>(['conversation', question.conversationId]) ?? {}
  const known = data && new Set(data.messages.map(({ id }) => id))
  return send({ ...question, key: randomKey(), known })
}

/**
 * Sends a question once more that did not get through. Where it may have got through after all it goes out as it was and
 * under its key, so that it is not asked and paid for twice. By another model it is another question, once the server is
 * known to have refused the first.
 */
export async function askAgain(thread: string, model: Question['model']): Promise<void> {
  const failed = pending.get(thread)
  if (failed) {
    const { problem, ...question } = failed
    const refused = problem !== undefined && problem.status > 0 && problem.code !== 'idempotency_in_progress'
    const other = refused && (model?.id !== question.model?.id || model?.provider !== question.model?.provider)
    await (problem?.maybeDone && !other ? send(question) : ask({ ...question, model }))
  }
}

/** Whether a question that seemed lost stands in the conversation: only the answer to the sending was lost. */
export function gotThrough({ problem, content, instead, known }: Pending, messages: Message[]): boolean {
  const added = messages.filter(({ id }) => known && !known.has(id))
  if (!problem?.maybeDone || added.length === 0) {
    return false
  }
  return instead
    ? messages.every(({ id }) => id !== instead.messageId)
    : added.some((one) => one.role === 'user' && one.content === content)
}

async function send(question: Pending): Promise<void> {
  const { botId, conversationId, content, instead, key } = question
  const thread = threadKey(botId, conversationId)
  pending.set(thread, question)
  notify()
  let started: Message | undefined
  let followed = false
  const { signal } = account
  try {
    await followAnswer({
      open: () => postTurn(question, key, signal),
      signal,
      onEvent: (event) => {
        if (event.type === 'start') {
          started = event.message
          // One that seemed lost may have been found and joined meanwhile.
          followed = isFollowed(started.id)
          pending.delete(thread)
          addExchange(botId, event, content, instead)
          if (conversationId === undefined) {
            begin(thread, event.conversationId)
          }
          void queryClient.invalidateQueries({ queryKey: ['conversations', botId] })
        }
        if (!followed) {
          take(event, started?.id)
        }
      },
    })
  } catch (error) {
    if (signal.aborted) {
      return
    }
    if (started === undefined) {
      pending.set(thread, { ...question, problem: asProblem(error) })
    } else if (!followed) {
      lose(started.id, error)
    }
    // Only the server knows what became of it.
    void queryClient.invalidateQueries({ queryKey: ['conversation', started?.conversationId ?? conversationId] })
  }
  notify()
  if (instead?.kind === 'question') {
    // Its title may follow the question.
    void queryClient.invalidateQueries({ queryKey: ['conversation', conversationId] })
  }
  await queryClient.invalidateQueries({ queryKey: ['conversations', botId] })
}

function begin(thread: string, conversationId: string): void {
  const follow = starts.get(thread)
  moveDraft(thread, conversationId, follow !== undefined)
  follow?.(conversationId)
}

/** Joins an answer that was running when the page was opened, or whose connection was given up. */
export async function join({ id, conversationId, content, citations }: Message): Promise<void> {
  if (isFollowed(id)) {
    return
  }
  live.set(id, { content, citations, reconnecting: true })
  notify()
  const { signal } = account
  try {
    await followAnswer({
      messageId: id,
      open: () => attach(id, 0, signal),
      signal,
      onEvent: (event) => take(event, id),
    })
  } catch (error) {
    if (signal.aborted) {
      return
    }
    lose(id, error)
    await queryClient.invalidateQueries({ queryKey: ['conversation', conversationId] })
  }
}

function isFollowed(messageId: string): boolean {
  const known = live.get(messageId)
  return known !== undefined && !known.lost
}

export async function stop(messageId: string): Promise<void> {
  const message = await unwrap(api.POST('/api/chat/messages/{messageId}/stop', { params: { path: { messageId } } }))
  if (message.status !== 'streaming') {
    settle(message)
  }
}

function take(event: AnswerEvent, messageId: string | undefined): void {
  const known = messageId === undefined ? undefined : live.get(messageId)
  switch (event.type) {
    case 'start':
      live.set(event.message.id, {
        content: event.message.content,
        citations: event.message.citations,
        reconnecting: false,
      })
      notify()
      break
    case 'delta':
      patch(messageId, { content: (known?.content ?? '') + event.text, reconnecting: false })
      break
    case 'citations':
      patch(messageId, { citations: event.citations })
      break
    case 'connection':
      patch(messageId, { reconnecting: event.state === 'reconnecting' })
      break
    case 'done':
    case 'error':
      if (event.message) {
        settle(event.message)
      }
      break
  }
}

function patch(messageId: string | undefined, changed: Partial<Live>): void {
  const known = messageId === undefined ? undefined : live.get(messageId)
  if (known && messageId !== undefined) {
    live.set(messageId, { ...known, ...changed })
    flush ??= setTimeout(notify, FLUSH_MS)
  }
}

function lose(messageId: string, error: unknown): void {
  const known = live.get(messageId)
  if (known) {
    live.set(messageId, { ...known, reconnecting: false, lost: asProblem(error) })
    notify()
  }
}

function settle(message: Message): void {
  queryClient.setQueryData<ConversationDetail>(
    ['conversation', message.conversationId],
    (old) => old && { ...old, messages: old.messages.map((one) => (one.id === message.id ? message : one)) },
  )
  live.delete(message.id)
  notify()
}

function addExchange(
  botId: string,
  start: Extract<AnswerEvent, { type: 'start' }>,
  content: string,
  instead: Instead | undefined,
): void {
  const { conversationId, userMessage, message } = start
  const queryKey = ['conversation', conversationId]
  const reading = queryClient.isFetching({ queryKey }) > 0
  // What is being read may be from before the question.
  void queryClient.cancelQueries({ queryKey })
  queryClient.setQueryData<ConversationDetail>(queryKey, (old) => ({
    id: conversationId,
    botId,
    title: content.slice(0, 80),
    createdAt: userMessage.createdAt,
    ...old,
    updatedAt: message.createdAt,
    ...exchanged(old, [userMessage, message], instead),
  }))
  if (reading) {
    void queryClient.invalidateQueries({ queryKey })
  }
}

/** The thread with a new exchange at its end, and without what that takes the place of. */
function exchanged(
  old: ConversationDetail | undefined,
  exchange: [Message, Message],
  instead: Instead | undefined,
): Pick<ConversationDetail, 'messages' | 'earlier'> {
  const [, answer] = exchange
  const before = old?.messages ?? []
  const cut = before.findIndex(({ id }) => id === instead?.messageId)
  const kept = (cut < 0 ? before : before.slice(0, cut)).filter((one) => exchange.every(({ id }) => id !== one.id))
  const messages = [...kept, ...exchange]
  const replaced = instead?.kind === 'answer' ? before[cut] : undefined
  const earlier = (old?.earlier ?? []).map((one) =>
    one.replacedBy === replaced?.id ? { ...one, replacedBy: answer.id } : one,
  )
  return {
    messages,
    earlier: [...earlier, ...(replaced ? [{ replacedBy: answer.id, message: replaced }] : [])].filter(
      ({ replacedBy }) => messages.some(({ id }) => id === replacedBy),
    ),
  }
}

function notify(): void {
  clearTimeout(flush)
  flush = undefined
  redraw()
}

onForget(() => {
  account.abort()
  account = new AbortController()
  live.clear()
  pending.clear()
  notify()
})
