import { QueryClientProvider } from '@tanstack/react-query'
import { act, cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { createMemoryRouter, RouterProvider } from 'react-router'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Message } from '@/api/types'
import { queryClient } from '@/app/query-client'
import { TooltipProvider } from '@/components/ui/tooltip'
import { forgetAccount } from '@/lib/forget'
import { ChatPage } from '@/pages/chat/chat-page'

const BOT = '0199a000-0000-7000-8000-000000000001'
const AT = '2026-11-21T07:00:00Z'

const message = (id: string, role: Message['role'], content: string, given: Partial<Message> = {}): Message => ({
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
  ...{ cached: false },
  createdAt: AT,
  ...given,
})
const citation = {
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

interface Asked {
  path: string
  key: string | null
  body: { content?: string; model?: string }
  /** Sends events of the answer; an error breaks the connection. */
  say: (...events: [string, object][]) => Promise<void>
  end: () => Promise<void>
}
/** The questions that arrived, in their order; a test answers them. */
let asked: Asked[] = []
/** Refuses or loses questions before their answer begins. */
let refuse: (() => Response) | undefined
let stored: Record<string, Message[] | undefined> = {}
let models: string[] = []
let wide = true

function question(request: Request, body: Asked['body']): Response {
  let write: ReadableStreamDefaultController<Uint8Array>
  const stream = new ReadableStream<Uint8Array>({
    start: (controller) => {
      write = controller
    },
  })
  const text = new TextEncoder()
  let number = 0
  asked.push({
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
  return refuse?.() ?? new Response(stream, { headers: { 'Content-Type': 'text/event-stream' } })
}

async function answer(request: Request): Promise<Response> {
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
    stored[id] = undefined
    return new Response(null, { status: 204 })
  }
  if (id) {
    const messages = stored[id]
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
      models.push(search)
      return Response.json({
        items: ['One', 'Two'].map((name) => ({ id: name, provider: 'x', name, default: name === 'One' })),
      })
    default:
      return Response.json({ id: BOT, name: 'Shop', role: 'owner', suggestedQuestions: [], counts: {}, items: [] })
  }
}

function show(conversation: string) {
  const router = createMemoryRouter(
    [
      { path: '/bots/:botId/chat/:conversationId?', element: <ChatPage /> },
      { path: '*', element: <p>went on</p> },
    ],
    { initialEntries: [`/bots/${BOT}/chat/${conversation}`] },
  )
  render(
    <QueryClientProvider client={queryClient}>
      <TooltipProvider>
        <RouterProvider router={router} />
      </TooltipProvider>
    </QueryClientProvider>,
  )
  const go = (to: string) => act(() => router.navigate(to))
  return { router, go, to: (id: string) => go(`/bots/${BOT}/chat/${id}`) }
}

const field = () => screen.findByLabelText<HTMLTextAreaElement>('Your question')
const send = async (text: string) => userEvent.type(await field(), `${text}{Enter}`)
const press = async (name: string | RegExp) => userEvent.click(await screen.findByRole('button', { name }))
const messages = () => within(screen.getByRole('list', { name: 'Messages' }))
const start = (given: Message, content: string): [string, object] => [
  'start',
  {
    conversationId: given.conversationId,
    userMessage: message(`${given.id}-q`, 'user', content, { conversationId: given.conversationId }),
    message: { ...given, content: '', status: 'streaming' },
  },
]
const arrived = (count: number) => waitFor(() => expect(asked).toHaveLength(count))
const first = [message('m1', 'user', 'How long?'), message('m2', 'assistant', 'Five years.')]
const network = () => {
  throw new TypeError('fetch failed')
}
const problem = (status: number, code: string) => () =>
  Response.json({ status, code, title: 'Refused', detail: 'Not now.' }, { status })

beforeEach(() => {
  asked = []
  models = []
  refuse = undefined
  wide = true
  stored = { a: first, b: [message('n1', 'user', 'How wide?'), message('n2', 'assistant', 'Two metres.')] }
  vi.stubGlobal('fetch', answer)
  Object.defineProperty(window, 'matchMedia', {
    configurable: true,
    value: () => ({ matches: wide, addEventListener() {}, removeEventListener() {} }),
  })
})

afterEach(() => {
  cleanup()
  queryClient.clear()
  vi.unstubAllGlobals()
})

describe('a question that did not get through', () => {
  test('is sent again under its key when the connection was lost, and another one under a new key', async () => {
    show('a')
    refuse = network
    await send('And then?')
    await press('Try again')
    await arrived(2)
    expect(asked[1]).toMatchObject({ key: asked[0]?.key, body: asked[0]?.body })
    refuse = undefined
    await press('Try again')
    await arrived(3)
    expect(asked[2]?.key).toBe(asked[0]?.key)
    const given = message('m4', 'assistant', 'Then two.')
    await asked[2]?.say(start(given, 'And then?'), ['done', { message: given }])
    await send('And then?')
    await arrived(4)
    expect(asked[3]?.key).not.toBe(asked[0]?.key)
  })

  test('is a new one after a refusal, which would be given again', async () => {
    show('a')
    refuse = problem(404, 'not_found')
    await send('And then?')
    await press('Try again')
    await arrived(2)
    expect(asked[1]?.key).not.toBe(asked[0]?.key)
  })

  test('is a new one by another model, once the first is known to have failed', async () => {
    show('a')
    refuse = problem(503, 'service_unavailable')
    await send('And then?')
    await screen.findByRole('alert')
    await press(/One/)
    await userEvent.click(await screen.findByRole('menuitemradio', { name: 'Two' }))
    await press('Try again')
    await arrived(2)
    expect(asked[1]?.body.model).toBe('Two')
    expect(asked[1]?.key).not.toBe(asked[0]?.key)
  })

  test('whose answer was found meanwhile is not written twice', async () => {
    const { to } = show('')
    refuse = network
    await send('Hi')
    await screen.findByRole('alert')
    const given = message('c2', 'assistant', '', { conversationId: 'c', status: 'streaming' })
    stored.c = [message('c2-q', 'user', 'Hi', { conversationId: 'c' }), given]
    refuse = undefined
    await to('c')
    await arrived(2)
    await asked[1]?.say(['delta', { text: 'One ' }])
    await messages().findByText('One')
    await to('')
    await press('Try again')
    await arrived(3)
    await asked[2]?.say(start(given, 'Hi'), ['delta', { text: 'One ' }], ['delta', { text: 'two.' }])
    await asked[1]?.say(['delta', { text: 'two.' }])
    expect(await messages().findByText('One two.')).toBeTruthy()
  })

  test('is no longer offered when it turns out to have got through', async () => {
    show('a')
    await messages().findByText('Five years.')
    refuse = () => {
      stored.a = [...first, message('m3', 'user', 'And then?'), message('m4', 'assistant', 'Then two.')]
      return network()
    }
    await send('And then?')
    expect(await messages().findByText('Then two.')).toBeTruthy()
    await waitFor(() => expect(screen.queryByRole('alert')).toBeNull())
    expect(messages().getAllByText('And then?')).toHaveLength(1)
  })

  test('the same holds for an answer that is given anew', async () => {
    show('a')
    await messages().findByText('Five years.')
    refuse = () => {
      stored.a = [message('m1', 'user', 'How long?'), message('m9', 'assistant', 'Ten years.')]
      return network()
    }
    await press('Answer again')
    expect(await messages().findByText('Ten years.')).toBeTruthy()
    await waitFor(() => expect(screen.queryByRole('alert')).toBeNull())
  })
})

describe('a question beside another one', () => {
  test('that failed is seen to first, and what is typed waits', async () => {
    show('a')
    refuse = problem(402, 'out_of_credits')
    await send('And then?')
    await screen.findByRole('alert')
    await send('And where?')
    expect(asked).toHaveLength(1)
    expect(screen.getByText(/Try your last question again/)).toBeTruthy()
    expect(messages().getByText('And then?')).toBeTruthy()
    refuse = undefined
    await press('Discard the question')
    await userEvent.type(await field(), '{Enter}')
    await arrived(2)
    expect(asked[1]?.body.content).toBe('And where?')
  })

  test('half changed stays as it is while the other one is asked', async () => {
    show('a')
    await press('Edit the question')
    const edit = () => screen.getByRole('textbox', { name: 'Edit the question' })
    await userEvent.type(edit(), ' Exactly?')
    await send('And then?')
    await arrived(1)
    expect(edit()).toHaveProperty('value', 'How long? Exactly?')
    await userEvent.type(edit(), '{Enter}')
    expect(asked).toHaveLength(1)
    const given = message('m4', 'assistant', 'Then two.')
    await asked[0]?.say(start(given, 'And then?'), ['done', { message: given }])
    await messages().findByText('Then two.')
    await userEvent.type(edit(), '{Enter}')
    await arrived(2)
    expect(asked[1]?.body.content).toBe('How long? Exactly?')
  })
})

describe('the address', () => {
  test('stays what it is when something is asked in a conversation', async () => {
    const { router } = show('a')
    const { key } = router.state.location
    await send('And then?')
    await arrived(1)
    const given = message('m4', 'assistant', 'Then two.')
    await asked[0]?.say(start(given, 'And then?'), ['done', { message: given }])
    expect(await messages().findByText('Then two.')).toBeTruthy()
    expect(router.state.location.key).toBe(key)
  })

  test('becomes that of a new conversation, but not for who has gone elsewhere', async () => {
    const { router, go } = show('')
    const given = message('c2', 'assistant', 'Hello.', { conversationId: 'c' })
    await send('Hi')
    await arrived(1)
    await go(`/bots/${BOT}/sources`)
    await asked[0]?.say(start(given, 'Hi'), ['done', { message: given }])
    expect(router.state.location.pathname).toBe(`/bots/${BOT}/sources`)
    await go(`/bots/${BOT}/chat`)
    await send('Hi again')
    await arrived(2)
    expect(router.state.location.pathname).toBe(`/bots/${BOT}/chat`)
    await asked[1]?.say(start({ ...given, id: 'd2', conversationId: 'd' }, 'Hi again'))
    await waitFor(() => expect(router.state.location.pathname).toBe(`/bots/${BOT}/chat/d`))
  })

  test('is not changed for who looks at another conversation', async () => {
    const { router, to } = show('')
    await send('Hi')
    await arrived(1)
    await to('b')
    await messages().findByText('Two metres.')
    const given = message('c2', 'assistant', 'Hello.', { conversationId: 'c' })
    await asked[0]?.say(start(given, 'Hi'), ['done', { message: given }])
    expect(router.state.location.pathname).toBe(`/bots/${BOT}/chat/b`)
  })
})

describe('a draft', () => {
  test('stays with its conversation, and goes with the account', async () => {
    const { to } = show('a')
    await userEvent.type(await field(), 'And then')
    await to('b')
    expect((await field()).value).toBe('')
    await to('a')
    expect((await field()).value).toBe('And then')
    act(forgetAccount)
    expect((await field()).value).toBe('')
  })

  test('goes along when a new conversation gets its address, in the same field', async () => {
    const { router, to } = show('')
    await send('Hi')
    await arrived(1)
    const same = await field()
    await userEvent.type(same, 'And')
    const given = message('c2', 'assistant', 'Hello.', { conversationId: 'c' })
    await asked[0]?.say(start(given, 'Hi'))
    await waitFor(() => expect(router.state.location.pathname).toBe(`/bots/${BOT}/chat/c`))
    await userEvent.type(same, ' then')
    expect(await field()).toBe(same)
    expect(same.value).toBe('And then')
    await asked[0]?.say(['delta', { text: 'Hel' }], ['delta', { text: 'lo.' }])
    expect(await messages().findByText('Hello.')).toBeTruthy()
    await to('')
    expect((await field()).value).toBe('')
  })

  test('the model is chosen for one conversation', async () => {
    const { to } = show('a')
    await press(/One/)
    await userEvent.click(await screen.findByRole('menuitemradio', { name: 'Two' }))
    await to('b')
    await send('Wider?')
    await arrived(1)
    expect(asked[0]?.body.model).toBeUndefined()
    await to('a')
    await send('Longer?')
    await arrived(2)
    expect(asked[1]?.body.model).toBe('Two')
    expect(models).toContain(`?botId=${BOT}`)
  })

  test('is not sent by an Enter that confirms a word of an input method', async () => {
    show('a')
    const area = await field()
    await userEvent.type(area, 'に')
    fireEvent.keyDown(area, { key: 'Enter', keyCode: 229 })
    expect(area.value).toBe('に')
    fireEvent.keyDown(area, { key: 'Enter', keyCode: 13 })
    await arrived(1)
  })

  test('a file on its way is not lost without a question', async () => {
    vi.stubGlobal(
      'XMLHttpRequest',
      class {
        upload = {}
        open() {}
        setRequestHeader() {}
        send() {}
        abort() {}
      },
    )
    const closing = () => {
      const event = new Event('beforeunload', { cancelable: true })
      window.dispatchEvent(event)
      return event.defaultPrevented
    }
    const { to } = show('a')
    await userEvent.upload(await screen.findByLabelText('Files to attach'), new File(['x'], 'a.txt'))
    await to('b')
    expect(screen.queryByText('a.txt')).toBeNull()
    expect(closing()).toBe(true)
    await to('a')
    await press('Remove a.txt')
    expect(closing()).toBe(false)
  })
})

describe('a cited passage', () => {
  const cited = [
    message('m1', 'user', 'How long?'),
    message('m2', 'assistant', 'Five years [1].', { citations: [citation] }),
  ]

  test.each([
    ['beside the conversation', true],
    ['over it, on a narrow screen,', false],
  ])('%s gives the focus back to the chip that opened it', async (_, roomy) => {
    wide = roomy
    stored.a = cited
    show('a')
    const chip = await screen.findByRole('button', { name: /^Citation 1/ })
    await userEvent.click(chip)
    expect(chip.getAttribute('aria-pressed')).toBe('true')
    await press('Close the passage')
    await waitFor(() => expect(document.activeElement).toBe(chip))
    expect(chip.getAttribute('aria-pressed')).toBe('false')
  })

  test('goes with its conversation', async () => {
    stored.a = cited
    const { to } = show('a')
    await press(/^Citation 1/)
    expect(await screen.findByRole('complementary', { name: 'Cited passage' })).toBeTruthy()
    await to('b')
    expect(screen.queryByRole('complementary', { name: 'Cited passage' })).toBeNull()
    await to('a')
    await screen.findByRole('button', { name: /^Citation 1/ })
    expect(screen.queryByRole('complementary', { name: 'Cited passage' })).toBeNull()
  })
})

describe('a conversation', () => {
  test('that was deleted is not shown from memory', async () => {
    const { to } = show('a')
    await messages().findByText('Five years.')
    await press('More for a')
    await userEvent.click(await screen.findByRole('menuitem', { name: 'Delete' }))
    await press('Delete conversation')
    await waitFor(() => expect(queryClient.getQueryData(['conversation', 'a'])).toBeUndefined())
    await to('a')
    expect(await screen.findByText('This conversation is gone')).toBeTruthy()
    expect(screen.queryByText('Five years.')).toBeNull()
  })

  test.each([
    ['was read before', true],
    ['has not been read yet', false],
  ])('that %s keeps a new question when an older reading of it arrives late', async (_, before) => {
    let release = () => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    const late = async (request: Request) => {
      const response = await answer(request)
      if (request.url.endsWith('/conversations/a')) {
        await held
      }
      return response
    }
    if (before) {
      show('a')
      await messages().findByText('Five years.')
    }
    vi.stubGlobal('fetch', late)
    if (before) {
      void queryClient.invalidateQueries({ queryKey: ['conversation', 'a'] })
    } else {
      show('a')
    }
    await send('And then?')
    await arrived(1)
    const given = message('m4', 'assistant', '', { status: 'streaming' })
    stored.a = [...first, message('m4-q', 'user', 'And then?'), given]
    await asked[0]?.say(start(given, 'And then?'))
    await act(async () => {
      release()
      await new Promise((shown) => setTimeout(shown, 50))
    })
    await asked[0]?.say(['delta', { text: 'Then two.' }])
    expect(await messages().findByText('Then two.')).toBeTruthy()
    expect(messages().getByText('And then?')).toBeTruthy()
    expect(messages().getByText('Five years.')).toBeTruthy()
  })

  test('that was deleted elsewhere is gone when it is read again', async () => {
    show('a')
    await messages().findByText('Five years.')
    stored.a = undefined
    await act(() => queryClient.invalidateQueries({ queryKey: ['conversation', 'a'] }))
    expect(await screen.findByText('This conversation is gone')).toBeTruthy()
    expect(screen.queryByText('Five years.')).toBeNull()
    expect(screen.queryByLabelText('Your question')).toBeNull()
  })

  test('is written from right to left where its words are', async () => {
    stored.a = [message('m1', 'user', 'كم سنة؟'), message('m2', 'assistant', 'خمس سنوات.')]
    show('a')
    for (const words of ['كم سنة؟', 'خمس سنوات.']) {
      expect((await messages().findByText(words)).closest('[dir=auto]')).toBeTruthy()
    }
    expect(await field()).toHaveProperty('dir', 'auto')
    expect((await screen.findByRole('link', { name: 'a' })).firstElementChild).toHaveProperty('dir', 'auto')
    await press('Edit the question')
    expect(screen.getByRole('textbox', { name: 'Edit the question' })).toHaveProperty('dir', 'auto')
  })

  test('says that it has earlier messages', async () => {
    stored.b = Array.from({ length: 500 }, (_, at) => message(`x${at}`, 'user', `Question ${at}`))
    const { to } = show('a')
    await messages().findByText('Five years.')
    expect(screen.queryByText(/Earlier messages are not shown/)).toBeNull()
    await to('b')
    expect(await screen.findByText(/Earlier messages are not shown/)).toBeTruthy()
  })

  test('in which an answer is withdrawn says why', async () => {
    show('a')
    await send('And then?')
    await arrived(1)
    const given = message('m4', 'assistant', 'Then two.')
    const why = { status: 403, code: 'forbidden', title: 'Not allowed', detail: 'You are not in the team any more.' }
    stored.a = [...first, message('m4-q', 'user', 'And then?'), { ...given, content: '', status: 'streaming' }]
    await asked[0]?.say(start(given, 'And then?'), ['error', { problem: why }])
    expect((await screen.findByRole('alert')).textContent).toContain('You are not in the team any more.')
  })
})
