/** What else can be done with sources: the pages of a site, texts and questions to change, steps. */
import { makeSource, now } from './fake-data.mjs'

const PAIRS = [
  { question: 'Do you install on flat roofs?', answer: 'Yes, with the vibration dampers of the mounting set.' },
  { question: 'Is there a telephone?', answer: 'Yes, from eight to five on workdays.' },
]
const HELP = 'https://helio.example/help/'
const PAGES = [
  { ordinal: 0, url: HELP, state: 'read', problem: null },
  { ordinal: 1, url: `${HELP}returns`, state: 'read', problem: null },
  { ordinal: 2, url: `${HELP}print/returns`, state: 'skipped', problem: null },
  {
    ordinal: 3,
    url: `${HELP}partners`,
    state: 'failed',
    problem: { code: 'robots_disallowed', message: 'The robots.txt of helio.example does not allow it.' },
  },
]

export function moreSources(botId) {
  const ready = { status: 'ready', stage: null, live: true, segments: 2, passages: 9, createdAt: now(60) }
  const site = { url: HELP, crawl: { depth: 2, pages: 50 }, pages: 2, mediaType: 'text/html', refresh: 'daily' }
  const fetched = { lastFetch: { at: now(90), outcome: 'changed', message: null }, nextFetchAt: now(-1_350) }
  return [
    makeSource(botId, { ...ready, ...site, ...fetched, type: 'url', title: 'Help pages' }),
    makeSource(botId, { ...ready, type: 'qa', title: 'What installers ask', mediaType: 'application/json' }),
    makeSource(botId, {
      ...ready,
      type: 'text',
      title: 'Purchase prices',
      mediaType: 'text/plain',
      sizeBytes: 2_400,
      citable: false,
    }),
    makeSource(botId, {
      type: 'video',
      title: 'https://www.youtube.com/watch?v=dQw4w9WgXcQ',
      url: 'https://www.youtube.com/watch?v=dQw4w9WgXcQ',
      mediaType: 'text/html',
      status: 'failed',
      stage: null,
      error: { code: 'video_blocked', message: 'YouTube does not hand the transcript out to this server.' },
    }),
  ]
}

export function sourceRoutes({ state, route, json, problem, train }) {
  const at = (method, path, handler) =>
    route(method, `/api/chatbots/:id/sources/:id/${path}`, (call) => {
      const source = state.sources.get(call.ids[1])
      return source ? handler(call, source) : problem(call.response, 404, 'not_found', 'There is no such source.')
    })
  const again = ({ response }, source) => {
    void train(source)
    json(response, 202, source)
  }
  return [
    at('GET', 'pages', ({ response, url }) => {
      const only = url.searchParams.get('state')
      const counts = { found: 0, read: 2, unchanged: 0, skipped: 1, failed: 1 }
      json(response, 200, { counts, items: PAGES.filter((page) => !only || page.state === only), nextCursor: null })
    }),
    at('GET', 'pairs', ({ response }, source) => json(response, 200, { pairs: source.pairs ?? PAIRS })),
    at('GET', 'text', ({ response }, source) => json(response, 200, { text: source.text ?? 'What was typed.' })),
    ...['pairs', 'text', 'transcript'].map((what) =>
      at('PUT', what, (call, source) => again(call, Object.assign(source, call.body))),
    ),
    ...['train', 'refetch'].map((step) => at('POST', step, again)),
    at('POST', 'cancel', ({ response }, source) =>
      json(response, 200, Object.assign(source, { status: 'pending', stage: null })),
    ),
  ]
}
