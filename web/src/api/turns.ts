import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from './client'
import { apiFetch } from './http'
import { ProblemError } from './problem'
import type {
  AnswerRetry,
  Attachment,
  ChatRequest,
  ConversationDetail,
  EarlierAnswer,
  Message,
  Model,
  QuestionEdit,
} from './types'

export type ExportFormat = 'json' | 'markdown'

/** What a new turn takes the place of: an answer, which is kept, or a question with all that came after it. */
export interface Instead {
  messageId: string
  kind: 'answer' | 'question'
}

export interface Question {
  botId: string
  conversationId: string | undefined
  content: string
  model: Pick<Model, 'id' | 'provider'> | undefined
  instead: Instead | undefined
  /** Given along with a new question; one that takes the place of another keeps its files. */
  attachments: Attachment[]
}

/**
 * Begins an answer, and gives its events.
 *
 * @param key the same question sent again under it is not asked a second time
 */
export function postTurn(question: Question, key: string, signal: AbortSignal): Promise<Response> {
  const [path, body] = turnOf(question)
  return apiFetch(
    new Request(new URL(path, location.origin), {
      method: 'POST',
      signal,
      headers: {
        'Content-Type': 'application/json',
        Accept: 'text/event-stream, application/problem+json',
        'Idempotency-Key': key,
      },
      body: JSON.stringify(body),
    }),
  )
}

function turnOf({ botId, conversationId, content, model, instead, attachments }: Question): [string, object] {
  const common = { stream: true, ...(model && { model: model.id, provider: model.provider }) }
  switch (instead?.kind) {
    case 'answer':
      return [`/api/chat/messages/${instead.messageId}/retry`, common satisfies AnswerRetry]
    case 'question':
      return [`/api/chat/messages/${instead.messageId}/edit`, { ...common, content } satisfies QuestionEdit]
    default: {
      const attachmentIds = attachments.map(({ id }) => id)
      const more = { ...(conversationId && { conversationId }), ...(attachmentIds.length > 0 && { attachmentIds }) }
      return ['/api/chat', { ...common, botId, content, ...more } satisfies ChatRequest]
    }
  }
}

/** All answers to the same question, in the order in which they were given; the one that stands is among them. */
export function versionsOf(answer: Message, earlier: EarlierAnswer[]): Message[] {
  return [...earlier.filter(({ replacedBy }) => replacedBy === answer.id).map(({ message }) => message), answer].sort(
    (one, other) => (one.id < other.id ? -1 : 1),
  )
}

/** The thread with the chosen one in the place of the answer that stands. */
export function chosen(thread: ConversationDetail, version: Message): ConversationDetail {
  const present = thread.earlier.find(({ message }) => message.id === version.id)?.replacedBy
  const standing = thread.messages.find(({ id }) => id === present)
  if (!standing) {
    return thread
  }
  return {
    ...thread,
    messages: thread.messages.map((message) => (message === standing ? version : message)),
    earlier: [
      ...thread.earlier
        .filter(({ message }) => message.id !== version.id)
        .map((one) => (one.replacedBy === standing.id ? { ...one, replacedBy: version.id } : one)),
      { replacedBy: version.id, message: standing },
    ],
  }
}

/** Goes on from another answer to the same question; it is shown at once, and taken back when the server refuses. */
export function useChooseAnswer() {
  const queryClient = useQueryClient()
  const key = (version: Message) => ['conversation', version.conversationId]
  return useMutation<unknown, ProblemError, Message>({
    mutationFn: ({ id }) =>
      unwrap(api.POST('/api/chat/messages/{messageId}/choose', { params: { path: { messageId: id } } })),
    onMutate: async (version) => {
      await queryClient.cancelQueries({ queryKey: key(version) })
      queryClient.setQueryData<ConversationDetail>(key(version), (old) => old && chosen(old, version))
    },
    onError: (_, version) => queryClient.invalidateQueries({ queryKey: key(version) }),
  })
}

/** The conversation as a file for the browser to save. */
export async function downloadConversation(id: string, format: ExportFormat): Promise<void> {
  const address = new URL(`/api/chat/conversations/${id}/export?format=${format}`, location.origin)
  const response = await apiFetch(new Request(address))
  if (!response.ok) {
    throw await ProblemError.from(response)
  }
  const url = URL.createObjectURL(await response.blob())
  const link = document.createElement('a')
  link.href = url
  link.download =
    fileName(response.headers.get('Content-Disposition')) ?? `conversation.${format === 'json' ? 'json' : 'md'}`
  link.click()
  // The browser has begun to save it by then.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}

/** The name that RFC 6266 writes with its characters encoded. */
export function fileName(disposition: string | null): string | undefined {
  const encoded = disposition?.match(/filename\*=UTF-8''([^;]+)/i)?.[1]
  try {
    return encoded && decodeURIComponent(encoded)
  } catch {
    return undefined
  }
}
