import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Attachment, Message } from '@/api/types'
import { queryClient } from '@/app/query-client'
import { findings } from './axe'
import { showChat } from './chat-scene'
import { server, submitted } from './page-scene'

const BOT = '0199a000-0000-7000-8000-000000000001'
const TALK = '0199a000-0000-7000-8000-0000000000c1'
const AT = '2026-11-21T07:00:00Z'

const message = (id: string, role: Message['role'], content: string, attachments: Attachment[] = []) => ({
  id,
  conversationId: TALK,
  role,
  content,
  status: 'complete',
  model: null,
  provider: null,
  citations: [],
  usage: null,
  error: null,
  withheld: 0,
  attachments,
  createdAt: AT,
})
const file = (id: string, fileName: string, truncated = false): Attachment => ({
  id,
  fileName,
  mediaType: 'text/plain',
  size: 1_200,
  tokens: 300,
  truncated,
})

/** Uploads under way; a test answers them. */
class Sending {
  static all: Sending[] = []
  upload: { onprogress?: (event: { loaded: number; total: number }) => void } = {}
  headers: Record<string, string> = {}
  status = 0
  responseText = ''
  path = ''
  aborted = false
  name = ''
  onload = () => {}
  onabort = () => {}
  onloadend = () => {}
  open(method: string, path: string) {
    this.path = `${method} ${path}`
    Sending.all.push(this)
  }
  setRequestHeader(name: string, value: string) {
    this.headers[name] = value
  }
  getResponseHeader() {
    return null
  }
  send(form: FormData) {
    this.name = (form.get('file') as File).name
  }
  abort() {
    this.aborted = true
    this.onabort()
  }
  async answer(status: number, body: object) {
    this.status = status
    this.responseText = JSON.stringify(body)
    await act(async () => {
      this.onload()
      this.onloadend()
    })
  }
}

const refusal = (detail: string, retryable = false) => ({
  status: 422,
  code: 'file_unreadable',
  title: 'The file cannot be read',
  detail,
  retryable,
})

function scene(messages: object[] = []) {
  server(({ method, path }) => {
    if (method === 'POST' && path === '/api/chat') {
      const asked = message('m1', 'user', 'How high?', [file('f1', 'offer.txt', true)])
      const given = message('m2', 'assistant', 'Very high.')
      const events = [
        [
          'start',
          { conversationId: TALK, userMessage: asked, message: { ...given, content: '', status: 'streaming' } },
        ],
        ['done', { message: given }],
      ]
      return new Response(
        events.map(([name, data], at) => `id: ${at + 1}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`).join(''),
        { headers: { 'Content-Type': 'text/event-stream' } },
      )
    }
    if (method === 'DELETE') {
      return new Response(null, { status: 204 })
    }
    const listed = { id: TALK, botId: BOT, title: 'How high?', createdAt: AT, updatedAt: AT, excerpt: null }
    switch (path) {
      case `/api/chat/conversations/${TALK}`:
        return Response.json({ ...listed, messages, earlier: [] })
      case '/api/chat/conversations':
        return Response.json({ items: [], nextCursor: null })
      case '/api/chat/models':
        return Response.json({ items: [{ id: 'extractive', provider: 'built-in', name: 'Built-in', default: true }] })
      default:
        return Response.json({ id: BOT, name: 'Shop', role: 'owner', suggestedQuestions: [], counts: {}, items: [] })
    }
  })
  showChat(BOT, TALK)
}

const chips = () => screen.getByRole('list', { name: 'Files for this question' })
const choose = async (...names: string[]) =>
  userEvent.upload(
    await screen.findByLabelText('Files to attach'),
    names.map((name) => new File(['x'], name)),
  )
const sendButton = () => screen.getByRole('button', { name: 'Send' })
const upload = (at: number) => {
  const one = Sending.all[at]
  if (!one) {
    throw new Error(`No upload ${at}`)
  }
  return one
}

beforeEach(() => {
  Sending.all = []
  vi.stubGlobal('XMLHttpRequest', Sending)
})

afterEach(() => {
  cleanup()
  queryClient.clear()
  vi.unstubAllGlobals()
})

test('a file goes along with its question, and is shown with it', async () => {
  scene()
  await choose('offer.txt')
  expect(upload(0).path).toBe('POST /api/chat/attachments')
  expect(upload(0).headers['Idempotency-Key']).toBeTruthy()
  act(() => upload(0).upload.onprogress?.({ loaded: 1, total: 2 }))
  expect(chips().textContent).toContain('50%')
  await userEvent.type(screen.getByLabelText('Your question'), 'How high?')
  expect(sendButton()).toHaveProperty('disabled', true)
  expect(await findings()).toEqual([])

  await upload(0).answer(201, { ...file('f1', 'offer.txt', true), expiresAt: AT })
  expect(screen.getByText('offer.txt is attached.')).toBeTruthy()
  expect(chips().textContent).toContain('only its beginning is used')
  await userEvent.click(sendButton())

  await waitFor(() =>
    expect(submitted()[0]?.body).toEqual({
      stream: true,
      content: 'How high?',
      botId: BOT,
      conversationId: TALK,
      attachmentIds: ['f1'],
    }),
  )
  const attached = await within(screen.getByRole('list', { name: 'Messages' })).findByRole('list', {
    name: 'Attached files',
  })
  expect(attached.textContent).toContain('offer.txt')
  expect(attached.textContent).toContain('Only its beginning was read')
  expect(screen.queryByRole('list', { name: 'Files for this question' })).toBeNull()
})

test('files are shown again when the conversation is opened', async () => {
  scene([message('m1', 'user', 'How high?', [file('f1', 'offer.txt')]), message('m2', 'assistant', 'Very high.')])
  expect((await screen.findByRole('list', { name: 'Attached files' })).textContent).toBe('offer.txt1.2 kB')
  expect(await findings()).toEqual([])
})

test('what is wrong with a file is said, and it can be removed', async () => {
  scene()
  await choose('scan.pdf')
  await upload(0).answer(422, refusal('The PDF holds pictures only. Make one with text.'))
  expect(screen.getByRole('alert').textContent).toContain('Make one with text')
  await userEvent.type(screen.getByLabelText('Your question'), 'How high?')
  expect(sendButton()).toHaveProperty('disabled', true)
  expect(screen.queryByRole('button', { name: 'Try scan.pdf again' })).toBeNull()
  expect(await findings()).toEqual([])
  await userEvent.click(screen.getByRole('button', { name: 'Remove scan.pdf' }))
  expect(screen.queryByRole('alert')).toBeNull()
  expect(document.activeElement).toBe(screen.getByLabelText('Your question'))
  expect(sendButton()).toHaveProperty('disabled', false)
  expect(submitted()).toEqual([])
})

test('what may pass is tried again under the same key', async () => {
  scene()
  await choose('a.txt')
  await upload(0).answer(503, { ...refusal('The virus scanner does not answer.', true), status: 503 })
  await userEvent.click(screen.getByRole('button', { name: 'Try a.txt again' }))
  expect(upload(1).headers['Idempotency-Key']).toBe(upload(0).headers['Idempotency-Key'])
  await upload(1).answer(201, { ...file('f1', 'a.txt'), expiresAt: AT })
  expect(screen.getByText('a.txt is attached.')).toBeTruthy()
  await userEvent.click(screen.getByRole('button', { name: 'Remove a.txt' }))
  await waitFor(() => expect(submitted()).toMatchObject([{ method: 'DELETE', path: '/api/chat/attachments/f1' }]))
})

test('a file on its way is called back', async () => {
  scene()
  await choose('a.txt')
  await userEvent.click(screen.getByRole('button', { name: 'Remove a.txt' }))
  expect(upload(0).aborted).toBe(true)
  expect(screen.queryByRole('alert')).toBeNull()
})

test('more than five are left out, and it is said', async () => {
  scene()
  await choose('1.txt', '2.txt', '3.txt', '4.txt')
  await choose('5.txt', '6.txt')
  expect(Sending.all.map(({ name }) => name)).toEqual(['1.txt', '2.txt', '3.txt', '4.txt', '5.txt'])
  expect(screen.getByRole('alert').textContent).toContain('can have 5 files')
  await userEvent.click(screen.getByRole('button', { name: 'Remove 5.txt' }))
  expect(screen.queryByRole('alert')).toBeNull()
})

test('files can be dropped and pasted, and text is pasted as text', async () => {
  scene()
  const field = await screen.findByLabelText('Your question')
  const drop = new Event('drop', { cancelable: true })
  Object.assign(drop, { dataTransfer: { types: ['Files'], files: [new File(['x'], 'dropped.pdf')] } })
  fireEvent(window, drop)
  expect(drop.defaultPrevented).toBe(true)
  fireEvent.paste(field, { clipboardData: { files: [new File(['x'], 'pasted.png')], types: ['Files'] } })
  fireEvent.paste(field, { clipboardData: { files: [new File(['x'], 'word.png')], types: ['text/plain', 'Files'] } })
  expect(Sending.all.map(({ name }) => name)).toEqual(['dropped.pdf', 'pasted.png'])
})
