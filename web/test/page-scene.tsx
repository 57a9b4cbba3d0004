import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, render } from '@testing-library/react'
import type { ReactNode } from 'react'
import { createMemoryRouter, RouterProvider } from 'react-router'
import { beforeEach, vi } from 'vitest'

interface Sent {
  method: string
  path: string
  search: string
  key: string | null
  body: unknown
}

export let sent: Sent[] = []

let client: QueryClient

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
      search: new URL(request.url).search,
      key: request.headers.get('Idempotency-Key'),
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
  client = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  render(
    <QueryClientProvider client={client}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  )
  return router
}

/** Asks for everything again, and shows what came of it. */
export async function refetch() {
  await act(async () => {
    await client.refetchQueries()
    await new Promise((shown) => setTimeout(shown, 10))
  })
}

beforeEach(() => {
  sent = []
})
