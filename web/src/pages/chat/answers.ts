import { useSyncExternalStore } from 'react'
import { type AnswerEvent, attach, followAnswer } from '@/api/answer-stream'
import { api, unwrap } from '@/api/client'
import { asProblem, type ProblemError } from '@/api/problem'
import { type ConversationThread, type Instead, postTurn } from '@/api/turns'
import type { Attachment, Citation, Message } from '@/api/types'
import { queryClient } from '@/app/query-client'

/** What has arrived of a running answer; newer than the stored message. */
export interface Live {
  content: string
  citations: Citation[]
  reconnecting: boolean
  lost?: ProblemError
}

/** A question on its way, or one that did not get through. */
export interface Pending {
  content: string
  instead: Instead | undefined
  attachments: Attachment[]
  problem?: ProblemError
}

export interface Question {
  botId: string
  conversationId: string | undefined
  content: string
  model?: { id: string; provider: string } | undefined
  instead?: Instead
  /** Given along with a new question. */
  attachments?: Attachment[]
}

const FLUSH_MS = 50
const live = new Map<string, Live>()
const pending = new Map<string, Pending>()
const listeners = new Set<() => void>()
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

/** Sends a question and follows its answer to the end, also when the user looks at another page meanwhile. */
export async function ask(
  { botId, conversationId, content, model, instead, attachments = [] }: Question,
  onStarted: (conversationId: string) => void,
) {
  const thread = threadKey(botId, conversationId)
  pending.set(thread, { content, instead, attachments })
  notify()
  let started: string | undefined
  try {
    await followAnswer({
      open: (signal) =>
        postTurn(
          { botId, conversationId, content, model, instead, attachmentIds: attachments.map(({ id }) => id) },
          signal,
        ),
      signal: new AbortController().signal,
      onEvent: (event) => {
        if (event.type === 'start') {
          started = event.message.id
          pending.delete(thread)
          addExchange(botId, event, content, instead)
          onStarted(event.conversationId)
          void queryClient.invalidateQueries({ queryKey: ['conversations', botId] })
        }
        take(event, started)
      },
    })
  } catch (error) {
    if (started === undefined) {
      pending.set(thread, { content, instead, attachments, problem: asProblem(error) })
    } else {
      lose(started, error)
    }
  }
  notify()
  if (instead?.kind === 'question') {
    // Its title may follow the question.
    void queryClient.invalidateQueries({ queryKey: ['conversation', conversationId] })
  }
  await queryClient.invalidateQueries({ queryKey: ['conversations', botId] })
}

/** Joins an answer that was running when the page was opened, or whose connection was given up. */
export async function join({ id, conversationId, content, citations }: Message): Promise<void> {
  const known = live.get(id)
  if (known && !known.lost) {
    return
  }
  live.set(id, { content, citations, reconnecting: true })
  notify()
  try {
    await followAnswer({
      messageId: id,
      open: (signal) => attach(id, 0, signal),
      signal: new AbortController().signal,
      onEvent: (event) => take(event, id),
    })
  } catch (error) {
    lose(id, error)
    await queryClient.invalidateQueries({ queryKey: ['conversation', conversationId] })
  }
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
      settle(event.message)
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
  queryClient.setQueryData<ConversationThread>(
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
  queryClient.setQueryData<ConversationThread>(['conversation', conversationId], (old) => ({
    id: conversationId,
    botId,
    title: content.slice(0, 80),
    createdAt: userMessage.createdAt,
    ...old,
    updatedAt: message.createdAt,
    ...exchanged(old, [userMessage, message], instead),
  }))
}

/** The thread with a new exchange at its end, and without what that takes the place of. */
function exchanged(
  old: ConversationThread | undefined,
  exchange: [Message, Message],
  instead: Instead | undefined,
): Pick<ConversationThread, 'messages' | 'earlier'> {
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

function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function notify(): void {
  clearTimeout(flush)
  flush = undefined
  for (const listener of listeners) {
    listener()
  }
}
