import type { Problem } from './types'

/** An RFC 9457 problem as the server states it, or the absence of any answer (code `network`). */
export class ProblemError extends Error {
  readonly status: number
  readonly code: string
  readonly title: string
  readonly requestId: string | undefined
  readonly retryable: boolean
  readonly retryAfterSeconds: number | undefined
  /** What is said about fields, as the server names them: `pairs[1].answer`. */
  readonly faults: NonNullable<Problem['errors']>
  readonly fields: Record<string, string>

  constructor(problem: Partial<Problem>, retryAfterSeconds?: number) {
    super(problem.detail ?? problem.title ?? 'Something went wrong.')
    this.name = 'ProblemError'
    this.status = problem.status ?? 0
    this.code = problem.code ?? 'internal'
    this.title = problem.title ?? 'Something went wrong'
    this.requestId = problem.requestId ?? undefined
    this.retryable = problem.retryable ?? (this.status === 0 || this.status === 429 || this.status >= 500)
    this.retryAfterSeconds = retryAfterSeconds
    // A fault inside a list, as in suggestedQuestions[1], is shown at the list.
    this.faults = problem.errors ?? []
    this.fields = Object.fromEntries(this.faults.map(({ field, message }) => [field.replace(/[[.].*$/, ''), message]))
  }

  /**
   * Whether what was asked for may have been done, or is free to be done, under the same idempotency key: the server keeps
   * all other answers and would give them again.
   */
  get maybeDone(): boolean {
    return (
      this.code === 'idempotency_in_progress' ||
      this.status >= 500 ||
      [0, 401, 402, 403, 408, 429].includes(this.status)
    )
  }

  static network(): ProblemError {
    return new ProblemError({
      code: 'network',
      title: 'No connection',
      detail: 'The server could not be reached. Check your connection and try again.',
      retryable: true,
    })
  }

  static of(body: unknown, response: Response): ProblemError {
    const requestId = response.headers.get('X-Request-Id') ?? undefined
    const stated = isProblem(body) ? body : { title: response.statusText || 'Unexpected answer' }
    const retryAfter = Number(response.headers.get('Retry-After'))
    return new ProblemError(
      { status: response.status, ...(requestId && { requestId }), ...stated },
      Number.isFinite(retryAfter) && retryAfter > 0 ? retryAfter : undefined,
    )
  }

  static async from(response: Response): Promise<ProblemError> {
    const body: unknown = await response.json().catch(() => undefined)
    return ProblemError.of(body, response)
  }
}

/** Any thrown value as a problem: fetch itself throws a TypeError when there is no connection. */
export function asProblem(error: unknown): ProblemError {
  if (error instanceof ProblemError) {
    return error
  }
  return error instanceof TypeError
    ? ProblemError.network()
    : new ProblemError({
        title: 'Something went wrong',
        detail: error instanceof Error ? error.message : String(error),
      })
}

/** The cookie was missing or is not that of the header; the refusal itself has set it. */
export function isCsrfRefusal(body: unknown): boolean {
  return isProblem(body) && body.code === 'csrf_rejected'
}

function isProblem(body: unknown): body is Partial<Problem> {
  return typeof body === 'object' && body !== null && ('code' in body || 'title' in body)
}
