import createClient from 'openapi-fetch'
import { useRef } from 'react'
import { apiFetch } from './http'
import { asProblem, ProblemError } from './problem'
import type { paths } from './schema'

export const api = createClient<paths>({ baseUrl: location.origin, fetch: apiFetch })

/** The data of an answer, or its problem thrown: what TanStack Query expects of a function. */
export async function unwrap<T>(
  call: Promise<{ data?: T; error?: unknown; response: Response }>,
): Promise<NonNullable<T>> {
  const { data, error, response } = await call
  if (!response.ok) {
    throw ProblemError.of(error, response)
  }
  return data as NonNullable<T>
}

/** For lists that are read page by page. */
export const BY_CURSOR = {
  initialPageParam: '',
  getNextPageParam: ({ nextCursor }: { nextCursor: string | null }) => nextCursor ?? undefined,
}

export interface Keyed {
  headers: { 'Idempotency-Key': string }
}

/**
 * For creating calls, which have no second effect when they are repeated after a lost answer: as long as it is unknown
 * what became of a call, the same body is sent again under the same key.
 */
export function useOnce() {
  const unsettled = useRef(new Map<string, string>())
  return async <T>(body: unknown, send: (keyed: Keyed) => Promise<T>): Promise<T> => {
    const same = JSON.stringify(body) ?? ''
    const key = unsettled.current.get(same) ?? randomKey()
    unsettled.current.set(same, key)
    try {
      const done = await send({ headers: { 'Idempotency-Key': key } })
      unsettled.current.delete(same)
      return done
    } catch (error) {
      if (!asProblem(error).maybeDone) {
        unsettled.current.delete(same)
      }
      throw error
    }
  }
}

export function randomKey(): string {
  // randomUUID exists in secure contexts only; a self-hosted server may be reached over plain HTTP.
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
