import { newId, now, SEGMENTS } from './fake-data.mjs'

const TEXTS = {
  warranty: `The compressor is covered for **five years from commissioning**, as long as the annual service is documented in the log book [1]. Everything else has the general warranty of twenty-four months [1].

What you should know before you file a claim:

- Wear parts are excluded, and so is damage by unsuitable water [2].
- The claim goes through the installer, with the serial number and a copy of the log book [1].`,
  fault: `**E04 means too little flow** [1]. In this order:

1. Bleed the circuit.
2. Clean the strainer.
3. Check the pump.

| Code | Meaning |
| --- | --- |
| E04 | too little flow |
| E11 | outdoor sensor interrupted |
| H02 | hint only, long defrosting |

Read the fault memory with \`helioctl faults --last 5\` before you reset it.`,
  other:
    'Leave at least **300 mm** behind the unit and **1,000 mm** in front of it [1]. The outlet must not face a neighbour’s window within three metres [1].',
}

TEXTS.heat = `The heat that a flow carries is \\(Q = \\dot{m}\\,c_p\\,\\Delta T\\) [1], and its coefficient of performance:

\\[\\mathrm{COP} = \\frac{Q_{out}}{W_{el}} \\approx 0.45 \\cdot \\frac{T_{hot}}{T_{hot} - T_{cold}}\\]

| Flow | $\\Delta T$ |
| --- | --- |
| 35 °C | $5\\,\\mathrm{K}$ |

\`\`\`python
def cop(hot, cold):
    return 0.45 * hot / (hot - cold)
\`\`\``

const CITED = {
  warranty: [
    [
      4,
      'For the compressor it is extended to five years from commissioning, provided that the annual service is documented in the log book.',
    ],
    [3, 'Hardness above 11 °dH needs softening.'],
  ],
  fault: [[6, 'E04 means too little flow: bleed the circuit, clean the strainer, check the pump.']],
  heat: [[6, 'E04 means too little flow: bleed the circuit, clean the strainer, check the pump.']],
  other: [
    [
      2,
      'Leave at least 300 mm free behind the unit and 1,000 mm in front of it. The outlet must not face a neighbour’s window within three metres.',
    ],
  ],
}

export function answerTo(question, source) {
  const kind = /warranty|guarantee/i.test(question)
    ? 'warranty'
    : /fault|E04/i.test(question)
      ? 'fault'
      : /heat|formula/i.test(question)
        ? 'heat'
        : 'other'
  const citations = CITED[kind].map(([segment, text], index) => {
    const start = SEGMENTS[segment].text.indexOf(text)
    const end = start + text.length
    return {
      marker: index + 1,
      sourceId: source.id,
      title: source.title,
      fileName: source.fileName,
      mediaType: source.mediaType,
      page: segment + 1,
      section: null,
      passageId: newId(),
      segment,
      start,
      end,
      text,
      previewUrl: `/bots/${source.chatbotId}/sources/${source.id}?segment=${segment}&start=${start}&end=${end}`,
    }
  })
  return { text: TEXTS[kind], citations }
}

export function makeMessage(conversationId, role, content, status) {
  return {
    id: newId(),
    conversationId,
    role,
    content,
    status,
    model: role === 'assistant' ? 'extractive' : null,
    provider: role === 'assistant' ? 'builtin' : null,
    citations: [],
    usage: null,
    error: null,
    withheld: 0,
    cached: false,
    createdAt: now(),
  }
}

/** One running answer: its events so far, and whoever is attached to it. */
export class AnswerStream {
  events = []
  readers = new Set()
  ended = false

  constructor(message) {
    this.message = message
  }

  emit(name, data) {
    this.events.push({ id: this.events.length + 1, name, data: structuredClone(data) })
    for (const reader of this.readers) {
      reader()
    }
  }

  /** Words at a reading pace. "drop" in the question cuts all connections half way, "fail" ends in an error. */
  async run(question, answer, start, { pace, drop }) {
    this.emit('start', start)
    await wait(pace * 8)
    this.emit('citations', { citations: answer.citations })
    this.message.citations = answer.citations
    const words = answer.text.match(/\s*\S+/g) ?? []
    for (const [index, text] of words.entries()) {
      if (this.ended) {
        return
      }
      this.message.content += text
      this.emit('delta', { text })
      if (index === Math.floor(words.length / 2)) {
        if (/\bfail\b/i.test(question)) {
          this.message.status = 'failed'
          this.message.error = { code: 'service_unavailable', message: 'The model stopped answering.' }
          this.emit('error', {
            problem: { status: 503, code: 'service_unavailable', title: 'Service unavailable' },
            message: this.message,
          })
          this.ended = true
          return
        }
        if (/\bdrop\b/i.test(question)) {
          drop()
        }
      }
      await wait(pace)
    }
    this.finish('complete')
  }

  finish(status) {
    if (!this.ended) {
      this.ended = true
      this.message.status = status
      this.message.usage = { promptTokens: 812, completionTokens: 96, reported: false }
      this.emit('done', { message: this.message })
    }
  }

  /** Sends everything behind `lastId`, then what comes, until the end. */
  async pipe(response, lastId) {
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' })
    let next = lastId
    for (;;) {
      for (; next < this.events.length; next++) {
        const { id, name, data } = this.events[next]
        response.write(`id: ${id}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`)
      }
      if (this.ended || response.destroyed) {
        break
      }
      await new Promise((resolve) => {
        const wake = () => {
          this.readers.delete(wake)
          resolve()
        }
        this.readers.add(wake)
        response.once('close', wake)
      })
    }
    response.end()
  }
}

export const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds))
