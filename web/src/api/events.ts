import { createParser } from 'eventsource-parser'

export interface ServerEvent {
  id: number | undefined
  name: string
  data: string
}

/** The server sends a comment every ten seconds; three missed ones mean that nobody is there any more. */
const SILENCE_MS = 35_000

/** The events of a `text/event-stream` answer, until it ends. A silent connection counts as ended. */
export async function* readEvents(response: Response, silenceMs = SILENCE_MS): AsyncGenerator<ServerEvent> {
  const ready: ServerEvent[] = []
  const parser = createParser({
    onEvent: ({ id, event, data }) => {
      const number = Number(id)
      ready.push({ id: id && Number.isInteger(number) ? number : undefined, name: event ?? 'message', data })
    },
  })
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  if (!reader) {
    return
  }
  try {
    for (;;) {
      const { done, value } = await orSilence(reader.read(), silenceMs)
      if (done) {
        return
      }
      parser.feed(value)
      yield* ready.splice(0)
    }
  } finally {
    reader.cancel().catch(() => {})
  }
}

function orSilence<T>(read: Promise<T>, silenceMs: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new TypeError('The stream fell silent.')), silenceMs)
    read.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
