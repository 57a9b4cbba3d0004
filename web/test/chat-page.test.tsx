import { cleanup, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { fileName } from '@/api/turns'
import type { Message } from '@/api/types'
import { queryClient } from '@/app/query-client'
import { pieces } from '@/pages/chat/excerpt'
import { findings } from './axe'
import { showChat } from './chat-scene'
import { sent, server, submitted } from './page-scene'

const BOT = '0199a000-0000-7000-8000-000000000001'
const TALK = '0199a000-0000-7000-8000-0000000000c1'
const AT = '2026-11-21T07:00:00Z'

const message = (id: string, role: Message['role'], content: string, given: Partial<Message> = {}): Message => ({
  id,
  conversationId: TALK,
  role,
  content,
  status: 'complete',
  model: role === 'user' ? null : 'extractive',
  provider: role === 'user' ? null : 'built-in',
  citations: [],
  usage: null,
  error: null,
  attachments: [],
  withheld: 0,
  cached: false,
  createdAt: AT,
  ...given,
})
const question = message('m1', 'user', 'How long?')
const answer = message('m2', 'assistant', 'Five years.', {
  usage: { promptTokens: 1_100, completionTokens: 104, reported: true, credits: 903 },
})
const earlier = message('m15', 'assistant', 'Two years.')
const better = message('m9', 'assistant', 'Ten years.')

function events(...list: [string, object][]): Response {
  const text = list
    .map(([name, data], at) => `id: ${at + 1}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`)
    .join('')
  return new Response(text, { headers: { 'Content-Type': 'text/event-stream' } })
}

const stream = (asked: Message, given: Message) =>
  events(
    ['start', { conversationId: TALK, userMessage: asked, message: { ...given, content: '', status: 'streaming' } }],
    ['delta', { text: given.content }],
    ['done', { message: given }],
  )

const problem = (status: number, code: string, detail: string) =>
  Response.json({ status, code, title: 'Refused', detail, retryable: false }, { status })

interface Scene {
  messages?: Message[]
  earlier?: { replacedBy: string; message: Message }[]
  excerpt?: string | null
  answers?: Record<string, () => Response>
}

function scene({ messages = [question, answer], earlier = [], excerpt = null, answers = {} }: Scene) {
  server(({ method, path }) => {
    const given = answers[`${method} ${path.replace(`/api/chat/conversations/${TALK}`, 'TALK')}`]
    if (given) {
      return given()
    }
    const listed = { id: TALK, botId: BOT, title: 'How long?', createdAt: AT, updatedAt: AT, messages: 2, excerpt }
    switch (path) {
      case `/api/chat/conversations/${TALK}`:
        return Response.json({ ...listed, messages, earlier })
      case '/api/chat/conversations':
        return Response.json({ items: [listed], nextCursor: null })
      case '/api/chat/models':
        return Response.json({
          items: [
            { id: 'extractive', provider: 'built-in', name: 'Built-in', default: true },
            { id: 'm', provider: 'other', name: 'Other', default: false },
          ],
        })
      default:
        return Response.json({ id: BOT, name: 'Shop', role: 'owner', suggestedQuestions: [], counts: {}, items: [] })
    }
  })
  return showChat(BOT, TALK)
}

const press = async (name: string) => userEvent.click(await screen.findByRole('button', { name }))
const thread = () => screen.getByRole('list', { name: 'Messages' })
const choose = async (item: string) => {
  await press('More for How long?')
  await userEvent.click(await screen.findByRole('menuitem', { name: item }))
}

afterEach(() => {
  cleanup()
  queryClient.clear()
  vi.unstubAllGlobals()
})

describe('an answer', () => {
  test('says that it was given before', async () => {
    const usage = { promptTokens: 0, completionTokens: 0, reported: true, credits: 0 }
    scene({ messages: [question, { ...answer, usage, cached: true }] })

    expect(await screen.findByText(/from cache/)).toBeTruthy()
    expect(screen.queryByText(/tokens?\b/)).toBeNull()
  })

  test('says by which model it is and what it took', async () => {
    scene({})
    expect(await screen.findByText(/Built-in · 1,204 tokens · 903 credits/)).toBeTruthy()
    expect(screen.getByText(/1,100 read and 104 written/)).toBeTruthy()
    await screen.findByText('Five years.')
    expect(await findings()).toEqual([])
  })

  test('is given anew, and the one before can be chosen again', async () => {
    scene({
      answers: {
        'POST /api/chat/messages/m2/retry': () => stream(question, better),
        'POST /api/chat/messages/m2/choose': () => Response.json(answer),
      },
    })
    await press('Answer again')
    expect(await within(thread()).findByText('Ten years.')).toBeTruthy()
    expect(screen.queryByText('Five years.')).toBeNull()
    expect(screen.getAllByText('How long?', { selector: 'li p' })).toHaveLength(1)
    expect(submitted()[0]?.body).toEqual({ stream: true })

    const versions = screen.getByRole('group', { name: 'Answers to this question' })
    expect(versions.textContent).toContain('2/ of 2')
    expect(screen.getByRole('button', { name: 'The answer after' })).toHaveProperty('disabled', true)
    await press('The answer before')
    expect(await within(thread()).findByText('Five years.')).toBeTruthy()
    expect(submitted()[1]?.path).toBe('/api/chat/messages/m2/choose')
    await press('The answer after')
    expect(await within(thread()).findByText('Ten years.')).toBeTruthy()
    expect(await findings()).toEqual([])
  })

  test('that is not given anew leaves the first one', async () => {
    scene({
      answers: {
        'POST /api/chat/messages/m2/retry': () => problem(429, 'rate_limited', 'More than 100 messages in a minute.'),
      },
    })
    await press('Answer again')
    expect((await screen.findByRole('alert')).textContent).toContain('More than 100 messages')
    expect(within(thread()).getByText('Five years.')).toBeTruthy()
    await press('Keep the answer')
    expect(screen.queryByRole('alert')).toBeNull()
  })

  test('that was chosen and refused by the server is taken back', async () => {
    scene({
      earlier: [{ replacedBy: 'm2', message: earlier }],
      answers: { 'POST /api/chat/messages/m15/choose': () => problem(409, 'conflict', 'An answer is under way.') },
    })
    await press('The answer before')
    expect((await screen.findAllByText(/An answer is under way/)).length).toBeGreaterThan(0)
    expect(await within(thread()).findByText('Five years.')).toBeTruthy()
  })

  test('in the middle is not given anew', async () => {
    scene({ messages: [question, answer, message('m3', 'user', 'And then?'), message('m4', 'assistant', 'Then two.')] })
    await screen.findByText('Then two.')
    expect(screen.getAllByRole('button', { name: 'Answer again' })).toHaveLength(1)
  })
})

describe('a question', () => {
  const later = [question, answer, message('m3', 'user', 'And then?'), message('m4', 'assistant', 'Then two.')]

  test('is asked otherwise, and what came after it goes', async () => {
    const asked = message('m7', 'user', 'How wide?')
    const messages = [...later]
    scene({
      messages,
      answers: {
        'POST /api/chat/messages/m1/edit': () => {
          messages.splice(0, messages.length, asked, better)
          return stream(asked, better)
        },
      },
    })
    await userEvent.click((await screen.findAllByRole('button', { name: 'Edit the question' }))[0] as HTMLElement)
    expect(screen.getByText('What came after this question is removed.')).toBeTruthy()
    expect(await findings()).toEqual([])
    const field = screen.getByRole('textbox', { name: 'Edit the question' })
    expect(document.activeElement).toBe(field)
    await userEvent.clear(field)
    await userEvent.type(field, 'How wide?{Enter}')
    expect(await within(thread()).findByText('Ten years.')).toBeTruthy()
    expect(submitted()[0]?.body).toEqual({ stream: true, content: 'How wide?' })
  })

  test('stays as it was after Escape, and when the server refuses', async () => {
    scene({
      messages: later,
      answers: { 'POST /api/chat/messages/m3/edit': () => problem(409, 'conflict', 'An answer is under way.') },
    })
    await userEvent.click((await screen.findAllByRole('button', { name: 'Edit the question' }))[1] as HTMLElement)
    await userEvent.keyboard('{Escape}')
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Edit the question')
    await userEvent.click(document.activeElement as HTMLElement)
    await userEvent.keyboard('!{Enter}')
    expect((await screen.findByRole('alert')).textContent).toContain('An answer is under way')
    expect(within(thread()).getByText('Then two.')).toBeTruthy()
    await press('Keep it as it was')
    expect(screen.queryByRole('alert')).toBeNull()
  })
})

describe('the list', () => {
  test('shows where words were found', async () => {
    scene({ excerpt: '…and the **warranty** [1] of snake_case chairs?' })
    await userEvent.type(await screen.findByRole('searchbox', { name: 'Search conversations' }), 'CHAIR')
    await waitFor(() => expect(document.querySelector('nav mark')?.textContent).toBe('chair'))
    expect(sent.some(({ path }) => path === '/api/chat/conversations')).toBe(true)
    expect(document.querySelector('nav a')?.textContent).toContain('…and the warranty of snake_case chairs?')
    expect(await screen.findByText('1 conversation found')).toBeTruthy()
  })

  test('takes a new title in the place of the old one', async () => {
    scene({ answers: { 'PATCH TALK': () => Response.json({ id: TALK, title: 'Mine' }) } })
    await choose('Rename')
    const field = await screen.findByRole('textbox', { name: 'Title of the conversation' })
    await waitFor(() => expect(document.activeElement).toBe(field))
    expect(await findings()).toEqual([])
    await userEvent.clear(field)
    await userEvent.type(field, 'Mine{Enter}')
    await waitFor(() => expect(submitted().map(({ body }) => body)).toEqual([{ title: 'Mine' }]))
    await waitFor(() => expect(screen.queryByRole('textbox', { name: 'Title of the conversation' })).toBeNull())
  })

  test('says why a title was not taken', async () => {
    scene({ answers: { 'PATCH TALK': () => problem(400, 'invalid_request', 'The title is too long.') } })
    await choose('Rename')
    await userEvent.type(await screen.findByRole('textbox', { name: 'Title of the conversation' }), 'x{Enter}')
    expect((await screen.findByRole('alert')).textContent).toBe('The title is too long.')
  })

  test('gives a conversation as a file', async () => {
    const clicked = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => {})
    URL.createObjectURL = () => 'blob:x'
    scene({
      answers: {
        'GET TALK/export': () =>
          new Response('# How long?', {
            headers: { 'Content-Disposition': 'attachment; filename="x"; filename*=UTF-8\'\'How%20long.md' },
          }),
      },
    })
    await choose('Download as Markdown')
    await waitFor(() => expect(clicked).toHaveBeenCalled())
    expect((clicked.mock.instances[0] as unknown as HTMLAnchorElement).download).toBe('How long.md')
    clicked.mockRestore()
  })

  test('deletes after a question, and leaves the deleted one', async () => {
    const router = scene({ answers: { 'DELETE TALK': () => new Response(null, { status: 204 }) } })
    await choose('Delete')
    await press('Delete conversation')
    await waitFor(() => expect(router.state.location.pathname).toBe(`/bots/${BOT}/chat`))
  })
})

test('names of files are read from what the server says', () => {
  expect(fileName("attachment; filename*=UTF-8''%C3%96l.md")).toBe('Öl.md')
  expect(fileName("attachment; filename*=UTF-8''%E0%A4%A")).toBeUndefined()
  expect(fileName(null)).toBeUndefined()
})

test('words of a search are marked wherever they stand', () => {
  const found = (text: string, search: string) =>
    pieces(text, search)
      .map(({ piece, found }) => (found ? `<${piece}>` : piece))
      .join('')
  expect(found('Silk (100%) and SILK', 'silk 100%')).toBe('<Silk> (<100%>) and <SILK>')
  expect(found('a.b', '.')).toBe('a<.>b')
  expect(found('nothing', '')).toBe('nothing')
})
