import { describe, expect, test, vi } from 'vitest'
import { type AnswerEvent, followAnswer } from '@/api/answer-stream'
import { ProblemError } from '@/api/problem'

const message = { id: 'm', content: '', citations: [] }
const start = sse(1, 'start', { conversationId: 'c', userMessage: {}, message })
const delta = (id: number, text: string) => sse(id, 'delta', { text })
const done = (id: number) => sse(id, 'done', { message: { ...message, content: 'all' } })

function sse(id: number, name: string, data: unknown): string {
  return `id: ${id}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`
}

/** A stream that ends, or breaks, after the given pieces; pieces may cut an event anywhere. */
function stream(pieces: string[], breaks = false): Response {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const piece of pieces) {
        controller.enqueue(new TextEncoder().encode(piece))
      }
      breaks ? setTimeout(() => controller.error(new TypeError('network error'))) : controller.close()
    },
  })
  return new Response(body, { headers: { 'Content-Type': 'text/event-stream' } })
}

async function follow(responses: (Response | Error)[], waits = [0, 0, 0]) {
  const events: AnswerEvent[] = []
  const joined: number[] = []
  const next = async () => {
    const response = responses.shift()
    if (response instanceof Error || response === undefined) {
      throw response ?? new Error('asked too often')
    }
    return response
  }
  const ended = followAnswer({
    open: next,
    attach: (_, lastId) => {
      joined.push(lastId)
      return next()
    },
    onEvent: (event) => events.push(event),
    signal: new AbortController().signal,
    waits,
  })
  const error = await ended.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  const text = events.map((event) => (event.type === 'delta' ? event.text : '')).join('')
  return { events, joined, text, error }
}

describe('following an answer', () => {
  test('to its end over one connection, however the bytes are cut', async () => {
    const all = `${start}: hb\n\n${delta(2, 'Five ')}${delta(3, 'years')}${done(4)}`
    const { text, joined, error } = await follow([stream([all.slice(0, 31), all.slice(31, 90), all.slice(90)])])
    expect(error).toBeUndefined()
    expect(text).toBe('Five years')
    expect(joined).toEqual([])
  })

  test('joins again behind the last event that arrived whole, and takes nothing twice', async () => {
    const { text, joined, events } = await follow([
      stream([start, delta(2, 'Five '), 'id: 3\nevent: delta\ndata: {"te'], true),
      stream([delta(2, 'Five '), delta(3, 'years'), done(4)]),
    ])
    expect(joined).toEqual([2])
    expect(text).toBe('Five years')
    expect(events).toContainEqual({ type: 'connection', state: 'reconnecting' })
  })

  test('keeps trying through refusals that pass, and gives up after the last one', async () => {
    const down = () => Response.json({ code: 'service_unavailable', status: 503 }, { status: 503 })
    const { text } = await follow([
      stream([start]),
      new TypeError('offline'),
      down(),
      stream([delta(2, 'late'), done(3)]),
    ])
    expect(text).toBe('late')
    const given = await follow([stream([start]), down(), down()], [0, 0])
    expect(given.error).toMatchObject({ code: 'network' })
  })

  test('does not repeat a question that was refused or whose fate is unknown', async () => {
    const refused = await follow([
      Response.json({ code: 'rate_limited', detail: 'Slow down.' }, { status: 429, headers: { 'Retry-After': '7' } }),
    ])
    expect(refused.error).toBeInstanceOf(ProblemError)
    expect(refused.error).toMatchObject({ code: 'rate_limited', retryAfterSeconds: 7 })
    expect(refused.joined).toEqual([])
    const cut = await follow([stream([])])
    expect(cut.error).toMatchObject({ code: 'network' })
  })

  test('ends with the error that the server sends', async () => {
    const failure = sse(2, 'error', { problem: { code: 'internal' }, message: { ...message, status: 'failed' } })
    const { events, error } = await follow([stream([start, failure])])
    expect(error).toBeUndefined()
    expect(events.at(-1)).toMatchObject({ type: 'error', message: { status: 'failed' } })
  })

  test('ends with a problem for who may not read it any more', async () => {
    const problem = { code: 'forbidden', status: 403, detail: 'You are not in the team any more.' }
    const { error } = await follow([stream([start, `event: error\ndata: ${JSON.stringify({ problem })}\n\n`])])
    expect(error).toMatchObject({ code: 'forbidden', status: 403 })
  })

  test('waits for the first sending of the same question to be over', async () => {
    const busy = () => Response.json({ code: 'idempotency_in_progress', status: 409 }, { status: 409 })
    const { text, joined, error } = await follow([busy(), busy(), stream([start, delta(2, 'Five'), done(3)])])
    expect(error).toBeUndefined()
    expect(text).toBe('Five')
    expect(joined).toEqual([])
  })

  test('takes the stored answer when the server has forgotten the stream', async () => {
    const { events, error } = await follow([
      stream([start, delta(2, 'Five '), delta(3, 'years')], true),
      stream([done(1)]),
    ])
    expect(error).toBeUndefined()
    expect(events.at(-1)).toMatchObject({ type: 'done', message: { content: 'all' } })
  })

  test('gives up a missing answer at once', async () => {
    const { error } = await follow([stream([start]), Response.json({ code: 'not_found' }, { status: 404 })])
    expect(error).toMatchObject({ status: 404 })
  })

  test('comes back as soon as the browser is online', async () => {
    const responses = [stream([start]), stream([done(2)])]
    const running = followAnswer({
      open: async () => responses.shift() as Response,
      attach: async () => responses.shift() as Response,
      onEvent: (event) =>
        event.type === 'connection' &&
        event.state === 'reconnecting' &&
        queueMicrotask(() => window.dispatchEvent(new Event('online'))),
      signal: new AbortController().signal,
      waits: [600_000],
    })
    await vi.waitFor(() => running)
  })
})
