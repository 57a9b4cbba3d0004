import { beforeEach, describe, expect, test, vi } from 'vitest'
import { apiFetch } from '@/api/http'
import { onSessionLost } from '@/api/session'
import { returnPath } from '@/pages/auth/use-authentication'

type Handler = (request: Request) => Response | Promise<Response>

const lost = vi.fn()
let calls: string[] = []

function server(handler: Handler) {
  vi.stubGlobal('fetch', async (input: Request | string, init?: RequestInit) => {
    const request = input instanceof Request ? input : new Request(new URL(input, location.origin), init)
    const { method, url } = request
    calls.push(`${method} ${new URL(url).pathname}`)
    return handler(request)
  })
}

const request = (path: string, init?: RequestInit) => new Request(new URL(path, location.origin), init)
const expired = () => Response.json({ code: 'unauthenticated' }, { status: 401 })

beforeEach(() => {
  calls = []
  lost.mockReset()
  onSessionLost(lost)
  localStorage.clear()
  // biome-ignore lint/suspicious/noDocumentCookie: the cookie is what is tested
  document.cookie = 'XSRF-TOKEN=a%2Fb; path=/'
})

describe('the API client', () => {
  test('sends the CSRF cookie back with what changes something, and only with that', async () => {
    const tokens: (string | null)[] = []
    server(({ headers }) => {
      tokens.push(headers.get('X-XSRF-TOKEN'))
      return Response.json({})
    })
    await apiFetch(request('/api/chatbots'))
    await apiFetch(request('/api/chatbots', { method: 'POST', body: '{}' }))
    expect(tokens).toEqual([null, 'a/b'])
  })

  test('renews an expired session once for all requests, and repeats them with their bodies', async () => {
    let signedIn = false
    const bodies: string[] = []
    server(async (sent) => {
      if (sent.url.endsWith('/api/auth/refresh')) {
        signedIn = true
        return Response.json({})
      }
      if (!signedIn) {
        return expired()
      }
      bodies.push(await sent.text())
      return Response.json({})
    })
    const answers = await Promise.all([
      apiFetch(request('/api/chatbots', { method: 'POST', body: '{"name":"a"}' })),
      apiFetch(request('/api/auth/me')),
    ])
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    expect(calls.filter((call) => call === 'POST /api/auth/refresh')).toHaveLength(1)
    expect(bodies).toContain('{"name":"a"}')
    expect(lost).not.toHaveBeenCalled()
  })

  test('says that the session is lost when it cannot be renewed, and does not try for ever', async () => {
    server(expired)
    const { status } = await apiFetch(request('/api/auth/me'))
    expect(status).toBe(401)
    expect(calls).toEqual(['GET /api/auth/me', 'POST /api/auth/refresh'])
    expect(lost).toHaveBeenCalledOnce()
  })

  test.each([
    ['the network', undefined],
    ['a busy server', 429],
    ['a broken server', 503],
  ])('keeps the session when only %s is in the way of renewing it', async (_, status) => {
    let refreshes = 0
    server(({ url }) => {
      if (!url.endsWith('/api/auth/refresh')) {
        return refreshes < 2 ? expired() : Response.json({})
      }
      if (refreshes++ > 0) {
        return Response.json({})
      }
      if (status === undefined) {
        throw new TypeError('fetch failed')
      }
      return new Response(null, { status })
    })
    await expect(apiFetch(request('/api/auth/me'))).rejects.toMatchObject({ retryable: true })
    expect(lost).not.toHaveBeenCalled()
    expect((await apiFetch(request('/api/auth/me'))).status).toBe(200)
  })

  test('asks for a renewal again where only the cookie against forgery had been missing', async () => {
    const answers = [
      expired(),
      Response.json({ code: 'csrf_rejected' }, { status: 403 }),
      Response.json({}),
      Response.json({}),
    ]
    server(() => answers.shift() as Response)
    expect((await apiFetch(request('/api/auth/me'))).status).toBe(200)
    expect(lost).not.toHaveBeenCalled()
  })

  test('does not renew when another tab has just done so', async () => {
    let first = true
    server(async () => {
      if (first) {
        first = false
        await new Promise((later) => setTimeout(later, 5))
        localStorage.setItem('chatforge.refreshed-at', String(Date.now()))
        return expired()
      }
      return Response.json({})
    })
    await apiFetch(request('/api/auth/me'))
    expect(calls).toEqual(['GET /api/auth/me', 'GET /api/auth/me'])
  })

  test('renews although the clock was set back since the last time', async () => {
    localStorage.setItem('chatforge.refreshed-at', String(Date.now() + 3_600_000))
    const answers = [expired(), Response.json({}), Response.json({})]
    server(() => answers.shift() as Response)
    expect((await apiFetch(request('/api/auth/me'))).status).toBe(200)
    expect(calls).toEqual(['GET /api/auth/me', 'POST /api/auth/refresh', 'GET /api/auth/me'])
  })

  test('takes a refused password for what it is', async () => {
    server(() => Response.json({ code: 'invalid_credentials' }, { status: 401 }))
    await apiFetch(request('/api/auth/signin', { method: 'POST', body: '{}' }))
    expect(calls).toEqual(['POST /api/auth/signin'])
    expect(lost).not.toHaveBeenCalled()
  })

  test('repeats once when the CSRF cookie had been missing, not when it is something else', async () => {
    let codes = ['csrf_rejected', '']
    server(() => {
      const code = codes.shift()
      return code ? Response.json({ code }, { status: 403 }) : Response.json({})
    })
    expect((await apiFetch(request('/api/chatbots', { method: 'POST', body: '{}' }))).status).toBe(200)
    codes = ['forbidden', 'forbidden']
    expect((await apiFetch(request('/api/chatbots', { method: 'POST', body: '{}' }))).status).toBe(403)
    expect(codes).toHaveLength(1)
  })

  test('tells a missing connection as a problem', async () => {
    server(() => {
      throw new TypeError('fetch failed')
    })
    await expect(apiFetch(request('/api/auth/me'))).rejects.toMatchObject({ code: 'network', retryable: true })
  })
})

describe('the way back after signing in', () => {
  test.each([
    ['/bots/1/chat?x=1', '/bots/1/chat?x=1'],
    ['//evil.example', '/bots'],
    ['/\\evil.example', '/bots'],
    ['https://evil.example', '/bots'],
    [null, '/bots'],
  ])('%s leads to %s', (next, path) => expect(returnPath(next)).toBe(path))
})
