import { csrfHeader } from './csrf'
import { ProblemError } from './problem'

const REFRESHED_AT = 'chatforge.refreshed-at'
let running: Promise<boolean> | undefined
let lost: () => void = () => {}

/** What to do when the session cannot be renewed; the application sends the user to the sign-in page. */
export function onSessionLost(listener: () => void): void {
  lost = listener
}

export function sessionLost(): void {
  lost()
}

/**
 * Whether the session could be renewed; a problem where that is not known, because then it may still be there. Renews it
 * once, however many requests ask for it at the same time. Refresh tokens rotate, so
 * tabs take turns; a tab that finds another one renewed after `since` has nothing left to do.
 */
export function refreshSession(since: number): Promise<boolean> {
  running ??= inTurn(() => renew(since)).finally(() => {
    running = undefined
  })
  return running
}

async function renew(since: number): Promise<boolean> {
  const last = lastRefresh()
  // One in the future is from before the clock was set back.
  if (last > since && last <= Date.now()) {
    return true
  }
  const first = await ask()
  // The refusal itself sets the cookie that had been missing.
  const response = first.status === 403 ? await ask() : first
  if (response.ok) {
    remember(Date.now())
    return true
  }
  if (response.status === 401 || response.status === 403) {
    return false
  }
  throw new ProblemError({
    status: response.status,
    code: 'session_not_renewed',
    title: 'Your session could not be renewed',
    detail: 'The server did not answer as it should. You are still signed in: try again in a moment.',
    retryable: true,
  })
}

async function ask(): Promise<Response> {
  const response = await fetch('/api/auth/refresh', {
    method: 'POST',
    credentials: 'same-origin',
    headers: { Accept: 'application/json', ...csrfHeader() },
  }).catch(() => {
    throw ProblemError.network()
  })
  // A body that nobody reads keeps its connection busy.
  await response.body?.cancel()
  return response
}

async function inTurn(task: () => Promise<boolean>): Promise<boolean> {
  // Locks exist in secure contexts only; over plain HTTP the server's tolerance for a repeated token has to do.
  const locks = navigator.locks as LockManager | undefined
  return locks ? await locks.request('chatforge.refresh', task) : task()
}

function lastRefresh(): number {
  try {
    return Number(localStorage.getItem(REFRESHED_AT) ?? 0)
  } catch {
    return 0
  }
}

function remember(time: number): void {
  try {
    localStorage.setItem(REFRESHED_AT, String(time))
  } catch {
    // Without storage each tab renews for itself.
  }
}
