import { readEvents } from './events'
import { apiFetch } from './http'
import { asProblem, ProblemError } from './problem'
import type { Citation, Message, Problem } from './types'

export type AnswerEvent =
  | { type: 'start'; conversationId: string; userMessage: Message; message: Message }
  | { type: 'delta'; text: string }
  | { type: 'citations'; citations: Citation[] }
  | { type: 'done'; message: Message }
  /** Without the message for who may not read it any more. */
  | { type: 'error'; problem: Problem; message?: Message }
  | { type: 'connection'; state: 'open' | 'reconnecting' }

interface Follow {
  /** The first connection; for an answer that is already running, `attach` does. */
  open: (signal: AbortSignal) => Promise<Response>
  messageId?: string
  onEvent: (event: AnswerEvent) => void
  signal: AbortSignal
  /** Waits before each try to come back, in milliseconds; the last one is final. */
  waits?: number[]
  attach?: typeof attach
}

const WAITS = [300, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000]

/**
 * Follows one answer to its end across dropped connections. Every event has a number; after a drop the stream is
 * joined again behind the last number seen, and whatever arrives twice is left out. A question that the server has
 * under its key already is sent again until the first one of it is over.
 */
export async function followAnswer({ open, messageId, onEvent, signal, waits = WAITS, attach: join = attach }: Follow) {
  let lastId = 0
  let id = messageId
  let failures = 0
  let connect = () => open(signal)
  for (;;) {
    let underWay = false
    try {
      const response = await connect()
      if (!response.ok) {
        throw await ProblemError.from(response)
      }
      for await (const { id: number, name, data } of readEvents(response)) {
        const event = { type: name, ...JSON.parse(data) } as AnswerEvent
        if (event.type === 'error' && !event.message) {
          throw new ProblemError(event.problem)
        }
        const last = event.type === 'done' || event.type === 'error'
        // The end counts whatever its number: a server that was restarted has forgotten how far it had counted.
        if (number !== undefined && number <= lastId && !last) {
          continue
        }
        lastId = number ?? lastId
        failures = 0
        if (event.type === 'start') {
          id = event.message.id
          onEvent({ type: 'connection', state: 'open' })
        }
        onEvent(event)
        if (last) {
          return
        }
      }
    } catch (error) {
      signal.throwIfAborted()
      underWay = id === undefined && asProblem(error).code === 'idempotency_in_progress'
      if (!underWay && (id === undefined || !mayPass(error))) {
        throw error
      }
    }
    const known = id
    const wait = waits[failures++]
    if ((known === undefined && !underWay) || wait === undefined) {
      throw ProblemError.network()
    }
    onEvent({ type: 'connection', state: 'reconnecting' })
    await pause(wait, signal)
    if (known !== undefined) {
      connect = () => join(known, lastId, signal)
    }
  }
}

/** Joins a running answer behind the event with the given number, or from its beginning. */
export function attach(messageId: string, lastId: number, signal: AbortSignal): Promise<Response> {
  return apiFetch(
    new Request(new URL(`/api/chat/messages/${messageId}/stream`, location.origin), {
      signal,
      headers: { Accept: 'text/event-stream', ...(lastId > 0 && { 'Last-Event-ID': String(lastId) }) },
    }),
  )
}

function mayPass(error: unknown): boolean {
  const problem = asProblem(error)
  return problem.status === 0 || problem.status === 429 || problem.status >= 502
}

/** Waits, but not longer than until the browser is online again. */
function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const finish = () => {
      clearTimeout(timer)
      window.removeEventListener('online', finish)
      signal.removeEventListener('abort', finish)
      signal.aborted ? reject(signal.reason) : resolve()
    }
    const timer = setTimeout(finish, milliseconds)
    window.addEventListener('online', finish)
    signal.addEventListener('abort', finish)
  })
}
