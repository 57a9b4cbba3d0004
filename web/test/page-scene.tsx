import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render } from '@testing-library/react'
import type { ReactNode } from 'react'
import { createMemoryRouter, RouterProvider } from 'react-router'
import { beforeEach, vi } from 'vitest'

interface Sent {
  method: string
  path: string
  body: unknown
}

export let sent: Sent[] = []

/** What was sent by the user, beside what pages ask by themselves. */
export function submitted(): Sent[] {
  return sent.filter(({ method, path }) => method !== 'GET' && path !== '/api/auth/refresh')
}

export function server(answer: (call: Sent) => Response | Promise<Response>) {
  vi.stubGlobal('fetch', async (input: Request | string, init?: RequestInit) => {
    const request = input instanceof Request ? input : new Request(new URL(input, location.origin), init)
    const text = await request.text()
    const call = {
      method: request.method,
      path: new URL(request.url).pathname,
      body: isJson(request) && text ? JSON.parse(text) : text || undefined,
    }
    sent.push(call)
    return answer(call)
  })
}

function isJson(request: Request): boolean {
  return request.headers.get('Content-Type')?.startsWith('application/json') ?? false
}

/** Shows a page at an address; `path` names the parts of the address that the page reads. */
export function show(page: ReactNode, at = '/', path = '/') {
  const router = createMemoryRouter(
    [
      { path, element: page },
      { path: '*', element: <p>went on</p> },
    ],
    { initialEntries: [at] },
  )
  render(
    <QueryClientProvider client={new QueryClient()}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  )
  return router
}

beforeEach(() => {
  sent = []
})
