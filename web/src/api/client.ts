import createClient from 'openapi-fetch'
import { apiFetch } from './http'
import { ProblemError } from './problem'
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

/** For creating calls: repeating the request after a lost answer has no second effect. */
export function once(): { headers: Record<string, string> } {
  return { headers: { 'Idempotency-Key': randomKey() } }
}

export function randomKey(): string {
  // randomUUID exists in secure contexts only; a self-hosted server may be reached over plain HTTP.
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
