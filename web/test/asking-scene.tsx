import { act, cleanup, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, vi } from 'vitest'
import type { Message } from '@/api/types'
import { queryClient } from '@/app/query-client'
import { showChat } from './chat-scene'

export const BOT = '0199a000-0000-7000-8000-000000000001'
export const AT = '2026-11-21T07:00:00Z'

export const message = (id: string, role: Message['role'], content: string, given: Partial<Message> = {}): Message => ({
  id,
  conversationId: 'a',
  role,
  content,
  status: 'complete',
  model: null,
  provider: null,
  citations: [],
  usage: null,
  error: null,
  attachments: [],
  withheld: 0,
  cached: false,
  createdAt: AT,
  ...given,
})
export const citation = {
  marker: 1,
  sourceId: 's',
  title: 'Manual',
  fileName: null,
  url: null,
  mediaType: 'text/plain',
  page: null,
  second: null,
  section: null,
  passageId: 'p1',
  segment: 0,
  start: 0,
  end: 3,
  text: 'abc',
  previewUrl: '/bots/b/sources/s',
}

export interface Asked {
  path: string
  key: string | null
  body: { content?: string; model?: string }
  /** Sends events of the answer; an error breaks the connection. */
  say: (...events: [string, object][]) => Promise<void>
  end: () => Promise<void>
}
/** The questions that arrived, in their order, which a test answers; what is stored; and how the screen is. */
export const world = {
  asked: [] as Asked[],
  /** Refuses or loses questions before their answer begins. */
  refuse: undefined as (() => Response) | undefined,
  stored: {} as Record<string, Message[] | undefined>,
  models: [] as string[],
  wide: true,
}

export function question(request: Request, body: Asked['body']): Response {
  let write: ReadableStreamDefaultController<Uint8Array>
  const stream = new ReadableStream<Uint8Array>({
    start: (controller) => {
      write = controller
    },
  })
  const text = new TextEncoder()
  let number = 0
  world.asked.push({
    path: new URL(request.url).pathname,
    key: request.headers.get('Idempotency-Key'),
    body,
    say: (...events) =>
      act(async () => {
        for (const [name, data] of events) {
          write.enqueue(text.encode(`id: ${++number}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`))
        }
      }),
    end: () => act(async () => write.close()),
  })
  return world.refuse?.() ?? new Response(stream, { headers: { 'Content-Type': 'text/event-stream' } })
}

export async function answer(request: Request): Promise<Response> {
  const { pathname, search } = new URL(request.url)
  if (pathname.endsWith('/stream')) {
    return question(request, {})
  }
  if (request.method === 'POST' && (pathname === '/api/chat' || /\/(retry|edit)$/.test(pathname))) {
    return question(request, JSON.parse(await request.text()))
  }
  const id = pathname.match(/^\/api\/chat\/conversations\/(\w+)$/)?.[1]
  if (pathname.includes('/segments')) {
    return problem(404, 'not_found')()
  }
  if (id && request.method === 'DELETE') {
    world.stored[id] = undefined
    return new Response(null, { status: 204 })
  }
  if (id) {
    const messages = world.stored[id]
    return messages
      ? Response.json({ id, botId: BOT, title: id, createdAt: AT, updatedAt: AT, messages, earlier: [] })
      : problem(404, 'not_found')()
  }
  switch (pathname) {
    case '/api/chat/conversations': {
      const items = ['a', 'b'].map((id) => ({ id, botId: BOT, title: id, createdAt: AT, updatedAt: AT, excerpt: null }))
      return Response.json({ items, nextCursor: null })
    }
    case '/api/chat/models':
      world.models.push(search)
      return Response.json({
        items: ['One', 'Two'].map((name) => ({ id: name, provider: 'x', name, default: name === 'One' })),
      })
    default:
      return Response.json({ id: BOT, name: 'Shop', role: 'owner', suggestedQuestions: [], counts: {}, items: [] })
  }
}

export function show(conversation: string) {
  const router = showChat(BOT, conversation)
  const go = (to: string) => act(() => router.navigate(to))
  return { router, go, to: (id: string) => go(`/bots/${BOT}/chat/${id}`) }
}

export const field = () => screen.findByLabelText<HTMLTextAreaElement>('Your question')
export const send = async (text: string) => userEvent.type(await field(), `${text}{Enter}`)
export const press = async (name: string | RegExp) => userEvent.click(await screen.findByRole('button', { name }))
export const messages = () => within(screen.getByRole('list', { name: 'Messages' }))
export const start = (given: Message, content: string): [string, object] => [
  'start',
  {
    conversationId: given.conversationId,
    userMessage: message(`${given.id}-q`, 'user', content, { conversationId: given.conversationId }),
    message: { ...given, content: '', status: 'streaming' },
  },
]
export const arrived = (count: number) => waitFor(() => expect(world.asked).toHaveLength(count))
export const first = [message('m1', 'user', 'How long?'), message('m2', 'assistant', 'Five years.')]
export const network = () => {
  throw new TypeError('fetch failed')
}
export const problem = (status: number, code: string) => () =>
  Response.json({ status, code, title: 'Refused', detail: 'Not now.' }, { status })

/** Two conversations before each test, and nothing of it afterwards. */
export function freshWorld() {
  beforeEach(() => {
    const other = [message('n1', 'user', 'How wide?'), message('n2', 'assistant', 'Two metres.')]
    Object.assign(world, { asked: [], models: [], refuse: undefined, wide: true, stored: { a: first, b: other } })
    vi.stubGlobal('fetch', answer)
    Object.defineProperty(window, 'matchMedia', {
      configurable: true,
      value: () => ({ matches: world.wide, addEventListener() {}, removeEventListener() {} }),
    })
  })

  afterEach(() => {
    cleanup()
    queryClient.clear()
    vi.unstubAllGlobals()
  })
}
