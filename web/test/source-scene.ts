import type { Bot, Source, TrainingStatus } from '@/api/types'
import { server } from './page-scene'

export const BOT = '0199a000-0000-7000-8000-000000000001'
export const AT = `/bots/${BOT}/sources`
export const PATH = '/bots/:botId/sources'

export function source(given: Partial<Source> = {}): Source {
  return {
    id: 's1',
    chatbotId: BOT,
    type: 'text',
    title: 'Opening hours',
    fileName: null,
    url: null,
    textLanguage: null,
    mediaType: 'text/plain',
    sizeBytes: 133,
    citable: true,
    status: 'ready',
    stage: null,
    live: given.status === undefined || given.status === 'ready',
    progress: { done: 1, total: 1, unit: 'sections', secondsLeft: null },
    segments: 1,
    passages: 1,
    pages: null,
    error: null,
    crawl: null,
    refresh: 'never',
    nextFetchAt: null,
    lastFetch: null,
    createdAt: '2026-11-21T07:00:00Z',
    updatedAt: '2026-11-21T07:00:00Z',
    ...given,
  }
}

export const file = (given: Partial<Source> = {}) =>
  source({ type: 'file', title: 'Guide', fileName: 'guide.pdf', mediaType: 'application/pdf', ...given })

export const site = (given: Partial<Source> = {}) =>
  source({
    type: 'url',
    title: 'Help of the shop',
    url: 'https://shop.example/help/',
    mediaType: 'text/html',
    crawl: { depth: 2, pages: 50 },
    pages: 12,
    ...given,
  })

export const video = (given: Partial<Source> = {}) =>
  source({
    type: 'video',
    title: 'Returns',
    url: 'https://www.youtube.com/watch?v=dQw4w9WgXcQ',
    mediaType: 'text/html',
    ...given,
  })

export function status(sources: Source[]): TrainingStatus {
  const counts = { pending: 0, processing: 0, ready: 0, failed: 0 }
  for (const one of sources) {
    counts[one.status]++
  }
  return { status: sources.length === 0 ? 'empty' : 'ready', counts, sources }
}

interface Given {
  sources?: Source[]
  role?: Bot['role']
  /** Of what is asked beside the status, by the end of its path. */
  answers?: Record<string, unknown>
  change?: (call: { method: string; path: string; body: unknown }) => Response
}

/** A bot with these sources; what is changed is answered as given. */
export function sourcesAre({ sources = [], role = 'owner', answers = {}, change }: Given): void {
  server((call) => {
    const { method, path } = call
    if (method !== 'GET') {
      return change?.(call) ?? Response.json(sources[0] ?? source(), { status: 202 })
    }
    const answer = Object.entries(answers).find(([end]) => path.endsWith(end))
    if (answer) {
      return Response.json(answer[1])
    }
    if (path.endsWith('/status/events')) {
      return new Response(null, { status: 404 })
    }
    if (path.endsWith('/status')) {
      return Response.json(status(sources))
    }
    if (path.endsWith('/entitlements')) {
      return Response.json(entitlements)
    }
    return Response.json({ id: BOT, name: 'Desk', role })
  })
}

const limit = (name: string, most: number) => ({ name, limit: most, used: null, left: null, resetsAt: null })
const entitlements = {
  plan: { key: 'pro', name: 'Pro' },
  trialEndsAt: null,
  planAfterTrial: null,
  features: [],
  limits: [limit('uploadBytes', 52_428_800), limit('pagesPerSite', 500), limit('crawlDepth', 5)],
}

export function refuse(status: number, code: string, detail: string, errors: object[] = []): Response {
  return Response.json({ code, title: 'Not taken', detail, status, errors }, { status })
}
