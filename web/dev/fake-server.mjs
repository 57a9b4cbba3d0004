import { createServer } from 'node:http'
import { wait } from './fake-answers.mjs'
import { chatRoutes } from './fake-chat.mjs'
import { makeBot, makeSource, newId, now, SEGMENTS, seed } from './fake-data.mjs'
import { moreSources, sourceRoutes } from './fake-sources.mjs'
import { teamRoutes } from './fake-team.mjs'

/**
 * An API server that speaks the contract from memory, for looking at the application without the real one. Words in a
 * question steer it: "drop" cuts the connection half way, "fail" breaks the answer, "busy" and "down" refuse it.
 */
export function createFakeServer({ signedIn = true, empty = false, pace = 35, fallback } = {}) {
  const state = { bots: new Map(), sources: new Map(), conversations: new Map(), streams: new Map(), signedIn }
  state.user = {
    id: newId(),
    email: 'ada@example.com',
    name: 'Ada Lovelace',
    role: 'owner',
    emailVerified: false,
    language: 'en',
    avatarUrl: null,
    createdAt: now(9000),
  }
  state.watchers = new Set()
  if (!empty) {
    seed(state)
    const [first] = state.bots.keys()
    for (const source of moreSources(first)) {
      state.sources.set(source.id, source)
    }
  }
  const routes = buildRoutes(state, pace)
  return createServer(async (request, response) => {
    const url = new URL(request.url, 'http://localhost')
    if (!url.pathname.startsWith('/api/')) {
      return fallback ? fallback(request, response, url) : problem(response, 404, 'not_found', 'Not found')
    }
    if (!/XSRF-TOKEN=/.test(request.headers.cookie ?? '')) {
      response.setHeader('Set-Cookie', 'XSRF-TOKEN=fake-token; Path=/; SameSite=Lax')
    }
    response.setHeader('X-Request-Id', newId())
    if (request.method !== 'GET' && request.headers['x-xsrf-token'] !== 'fake-token') {
      return problem(response, 403, 'csrf_rejected', 'The request carries no valid CSRF token.')
    }
    if (!state.signedIn && !/^\/api\/(auth\/(sign|providers)|invitations\/preview)/.test(url.pathname)) {
      return problem(response, 401, 'unauthenticated', 'Sign in first.')
    }
    for (const [method, pattern, handler] of routes) {
      const match = method === request.method && pattern.exec(url.pathname)
      if (match) {
        return handler({ request, response, url, ids: match.slice(1), body: await readBody(request) })
      }
    }
    problem(response, 404, 'not_found', 'There is nothing here.')
  })
}

function entitlements() {
  const limit = (name, most, used = null) => ({ name, limit: most, used, left: null, resetsAt: null })
  return {
    plan: { key: 'pro', name: 'Pro' },
    trialEndsAt: now(-9 * 24 * 60),
    planAfterTrial: { key: 'free', name: 'Free' },
    features: ['teammates', 'apiKeys', 'channels', 'analytics'],
    limits: [
      limit('bots', 3, 2),
      limit('sourcesPerBot', 200),
      limit('teammatesPerBot', 5),
      limit('keysPerBot', 10),
      limit('uploadBytes', 52_428_800),
      limit('tokensPerMonth', 500_000),
      limit('pagesPerSite', 500),
      limit('crawlDepth', 5),
    ],
  }
}

function buildRoutes(state, pace) {
  const id = '([0-9a-f-]{36})'
  const route = (method, path, handler) => [method, new RegExp(`^${path.replaceAll(':id', id)}$`), handler]
  const bySource = (botId) => [...state.sources.values()].filter(({ chatbotId }) => chatbotId === botId)
  const status = (botId) => {
    const sources = bySource(botId)
    const counts = { pending: 0, processing: 0, ready: 0, failed: 0 }
    for (const source of sources) {
      counts[source.status]++
    }
    const overall =
      sources.length === 0 ? 'empty' : (['processing', 'pending', 'failed'].find((one) => counts[one] > 0) ?? 'ready')
    return { status: overall, counts, sources }
  }
  const changed = (botId) => {
    for (const watcher of state.watchers) {
      watcher(botId)
    }
  }
  const train = async (source) => {
    Object.assign(source, {
      status: 'processing',
      stage: 'extracting',
      error: null,
      progress: { done: 0, total: 24, unit: 'pages', secondsLeft: null },
    })
    for (const stage of ['extracting', 'embedding']) {
      source.stage = stage
      for (let done = 0; done <= 24; done += 2) {
        source.progress = { done, total: 24, unit: 'pages', secondsLeft: done ? 24 - done : null }
        changed(source.chatbotId)
        await wait(pace * 6)
        if (source.status !== 'processing') {
          return changed(source.chatbotId)
        }
      }
    }
    const broken = /scan/.test(source.fileName ?? '')
    Object.assign(
      source,
      broken
        ? { status: 'failed', stage: null, error: { code: 'no_text', message: 'No text was found in this file.' } }
        : { status: 'ready', stage: null, live: true, segments: 7, pages: 7, passages: 88 },
    )
    changed(source.chatbotId)
  }
  const list = (items) => ({ items, nextCursor: null })
  const signIn = ({ response, body }) => {
    if (body.password === 'wrong-password') {
      return problem(response, 401, 'invalid_credentials', 'The e-mail address or the password is not right.')
    }
    state.signedIn = true
    Object.assign(state.user, { email: body.email, ...(body.name && { name: body.name }) })
    json(response, 200, { user: state.user })
  }
  const own = (map, handler) => (call) => {
    const found = map.get(call.ids[0])
    return found ? handler(call, found) : problem(call.response, 404, 'not_found', 'There is nothing with this id.')
  }

  return [
    route('POST', '/api/auth/signin', signIn),
    route('POST', '/api/auth/signup', (call) =>
      call.body.email === 'taken@example.com'
        ? problem(call.response, 409, 'email_taken', 'There is already an account with this address.')
        : signIn(call),
    ),
    route('POST', '/api/auth/refresh', ({ response }) => json(response, 200, { user: state.user })),
    route('POST', '/api/auth/signout', ({ response }) => {
      state.signedIn = false
      response.writeHead(204).end()
    }),
    route('GET', '/api/auth/me', ({ response }) => json(response, 200, state.user)),
    route('GET', '/api/auth/providers', ({ response }) =>
      json(
        response,
        200,
        list([
          { name: 'google', label: 'Google' },
          { name: 'github', label: 'GitHub' },
        ]),
      ),
    ),
    route('GET', '/api/auth/identities', ({ response }) =>
      json(response, 200, {
        password: true,
        items: [
          { id: newId(), provider: 'google', email: state.user.email, createdAt: now(9000), lastUsedAt: now(40) },
        ],
      }),
    ),
    route('DELETE', '/api/auth/identities/:id', ({ response }) => response.writeHead(204).end()),
    route('GET', '/api/auth/sessions', ({ response, request }) =>
      json(response, 200, {
        items: [
          {
            id: newId(),
            createdAt: now(500),
            lastSeenAt: now(),
            expiresAt: now(-900),
            userAgent: request.headers['user-agent'],
            current: true,
          },
          {
            id: newId(),
            createdAt: now(9000),
            lastSeenAt: now(4000),
            expiresAt: now(-900),
            userAgent: 'Mozilla/5.0 (iPhone) AppleWebKit Safari/605',
            current: false,
          },
        ],
      }),
    ),
    route('DELETE', '/api/auth/sessions/:id', ({ response }) => response.writeHead(204).end()),
    route('GET', '/api/users/me', ({ response }) => json(response, 200, state.user)),
    route('GET', '/api/users/me/entitlements', ({ response }) => json(response, 200, entitlements())),
    route('DELETE', '/api/users/me/avatar', ({ response }) => response.writeHead(204).end()),
    route('PATCH', '/api/users/me', ({ response, body }) => json(response, 200, Object.assign(state.user, body))),

    route('GET', '/api/chatbots', ({ response }) => json(response, 200, list([...state.bots.values()]))),
    route('POST', '/api/chatbots', ({ response, body }) => {
      const bot = makeBot({ ...body, createdAt: now() })
      state.bots.set(bot.id, bot)
      json(response, 201, bot)
    }),
    route(
      'GET',
      '/api/chatbots/:id',
      own(state.bots, ({ response }, bot) => json(response, 200, bot)),
    ),
    route(
      'PATCH',
      '/api/chatbots/:id',
      own(state.bots, ({ response, body }, bot) => {
        if (body.version !== bot.version) {
          return problem(response, 409, 'version_conflict', 'The bot has been changed since it was read.')
        }
        if (body.slug === 'taken') {
          return problem(response, 409, 'slug_taken', 'This short name is taken.')
        }
        json(response, 200, Object.assign(bot, body, { version: bot.version + 1, updatedAt: now() }))
      }),
    ),
    route(
      'DELETE',
      '/api/chatbots/:id',
      own(state.bots, ({ response }, bot) => {
        state.bots.delete(bot.id)
        response.writeHead(204).end()
      }),
    ),

    route(
      'GET',
      '/api/chatbots/:id/status',
      own(state.bots, ({ response, ids }) => json(response, 200, status(ids[0]))),
    ),
    route(
      'POST',
      '/api/chatbots/:id/train',
      own(state.bots, ({ response, ids }) => {
        for (const source of bySource(ids[0]).filter((one) => one.status === 'failed')) {
          void train(source)
        }
        json(response, 202, status(ids[0]))
      }),
    ),
    route(
      'GET',
      '/api/chatbots/:id/status/events',
      own(state.bots, ({ response, ids }) => {
        response.writeHead(200, { 'Content-Type': 'text/event-stream' })
        const send = (botId) =>
          botId === ids[0] && response.write(`event: status\ndata: ${JSON.stringify(status(botId))}\n\n`)
        send(ids[0])
        state.watchers.add(send)
        response.on('close', () => state.watchers.delete(send))
      }),
    ),
    route(
      'POST',
      '/api/chatbots/:id/sources',
      own(state.bots, ({ response, body, ids, request }) => {
        if (/\.exe"/.test(body.raw ?? '')) {
          return problem(response, 415, 'unsupported_file_type', 'This kind of file cannot be read.')
        }
        const fileName = /filename="([^"]+)"/.exec(body.raw ?? '')?.[1]
        const source = makeSource(
          ids[0],
          fileName
            ? {
                title: fileName.replace(/\.\w+$/, ''),
                fileName,
                mediaType: fileName.endsWith('pdf') ? 'application/pdf' : 'text/plain',
                sizeBytes: Number(request.headers['content-length']),
              }
            : {
                ...body,
                title: body.title ?? body.url,
                mediaType: body.url ? 'text/html' : 'text/plain',
                sizeBytes: body.text?.length ?? 0,
              },
        )
        state.sources.set(source.id, source)
        void train(source)
        json(response, 201, source)
      }),
    ),
    ...['GET', 'PATCH', 'DELETE'].map((method) =>
      route(method, '/api/chatbots/:id/sources/:id', ({ response, body, ids }) => {
        const source = state.sources.get(ids[1])
        if (!source) {
          return problem(response, 404, 'not_found', 'There is no such source.')
        }
        if (method === 'DELETE') {
          state.sources.delete(source.id)
          return response.writeHead(204).end()
        }
        json(response, 200, Object.assign(source, method === 'PATCH' ? body : {}))
      }),
    ),
    route('GET', '/api/chatbots/:id/sources/:id/segments', ({ response, url, ids }) => {
      const from = Number(url.searchParams.get('from') ?? 0)
      const limit = Number(url.searchParams.get('limit') ?? 20)
      const source = state.sources.get(ids[1])
      return source
        ? json(response, 200, { source, total: SEGMENTS.length, items: SEGMENTS.slice(from, from + limit) })
        : problem(response, 404, 'not_found', 'There is no such source.')
    }),
    route('POST', '/api/chatbots/:id/sources/:id/file-link', ({ response }) =>
      json(response, 200, { url: '/api/files/fake', expiresAt: now(-5) }),
    ),
    route('GET', '/api/files/fake', ({ response }) =>
      response.writeHead(200, { 'Content-Type': 'text/plain' }).end('The original.'),
    ),

    ...sourceRoutes({ state, route, json, problem, train }),
    ...teamRoutes({ state, route, json, problem }),
    route('GET', '/api/chat/retrieval', ({ response }) =>
      json(response, 200, {
        meaning: 0.6,
        diversity: 0,
        minScore: 0,
        rerank: true,
        reranker: true,
        neighbours: true,
        passages: 8,
        rewriting: true,
      }),
    ),
    route('GET', '/api/chat/models', ({ response }) =>
      json(response, 200, {
        items: [
          { id: 'extractive', provider: 'builtin', name: 'Built-in', default: true },
          { id: 'gpt-oss-120b', provider: 'local', name: 'gpt-oss 120B', default: false },
        ],
      }),
    ),
    ...chatRoutes({ state, route, json, problem, pace }),
    route('GET', '/api/chat/messages/:id/stream', ({ response, request, ids }) => {
      const stream = state.streams.get(ids[0])
      return stream
        ? stream.pipe(response, Number(request.headers['last-event-id'] ?? 0))
        : problem(response, 404, 'not_found', 'There is no such message.')
    }),
    route('POST', '/api/chat/messages/:id/stop', ({ response, ids }) => {
      const stream = state.streams.get(ids[0])
      stream?.finish('stopped')
      json(response, 202, stream?.message)
    }),
  ]
}

function json(response, status, body) {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body))
}

function problem(response, status, code, detail, headers = {}) {
  const requestId = response.getHeader('X-Request-Id')
  const title = code.replaceAll('_', ' ').replace(/^./, (letter) => letter.toUpperCase())
  response.writeHead(status, { 'Content-Type': 'application/problem+json', ...headers }).end(
    JSON.stringify({
      type: `/docs/errors#${code}`,
      title,
      status,
      detail,
      code,
      requestId,
      retryable: status === 429 || status === 503,
    }),
  )
}

async function readBody(request) {
  const chunks = []
  for await (const chunk of request) {
    chunks.push(chunk)
  }
  const text = Buffer.concat(chunks).toString()
  return (request.headers['content-type'] ?? '').includes('json') && text
    ? JSON.parse(text)
    : { raw: text.slice(0, 2000) }
}
