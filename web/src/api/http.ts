import { csrfHeader } from './csrf'
import { isCsrfRefusal, ProblemError } from './problem'
import { refreshSession, sessionLost } from './session'

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])
/** A 401 from these is an answer about the credentials just given, not about an expired session. */
const CREDENTIAL_PATHS = [
  '/api/auth/signin',
  '/api/auth/signup',
  '/api/auth/refresh',
  '/api/auth/verify-email',
  '/api/auth/reset-password',
  '/api/auth/oauth/complete',
]

/**
 * The one way to the API. Adds the CSRF header; renews an expired session once and repeats the request, or fails when it
 * is unknown whether the session is over;
 * repeats once when the CSRF cookie had been missing (the refusal itself sets it).
 */
export async function apiFetch(request: Request): Promise<Response> {
  const startedAt = Date.now()
  const again = request.clone()
  const response = await send(request)
  if (response.status === 401 && !isCredentialPath(request.url)) {
    const renewed = await refreshSession(startedAt).catch(async (problem) => {
      await response.body?.cancel()
      throw problem
    })
    if (renewed) {
      await response.body?.cancel()
      return send(again)
    }
    sessionLost()
    return response
  }
  if (response.status === 403 && isCsrfRefusal(await bodyOf(response))) {
    await response.body?.cancel()
    return send(again)
  }
  return response
}

async function send(request: Request): Promise<Response> {
  const headers = new Headers(request.headers)
  if (!SAFE.has(request.method)) {
    for (const [name, value] of Object.entries(csrfHeader())) {
      headers.set(name, value)
    }
  }
  try {
    return await fetch(new Request(request, { headers, credentials: 'same-origin' }))
  } catch (error) {
    if (request.signal.aborted) {
      throw error
    }
    throw ProblemError.network()
  }
}

function bodyOf(response: Response): Promise<unknown> {
  return response
    .clone()
    .json()
    .catch(() => undefined)
}

function isCredentialPath(url: string): boolean {
  return CREDENTIAL_PATHS.includes(new URL(url, location.href).pathname)
}
