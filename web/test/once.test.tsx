import { renderHook } from '@testing-library/react'
import { expect, test } from 'vitest'
import { useOnce } from '@/api/client'
import { ProblemError } from '@/api/problem'

/** The keys under which bodies were sent, one after the other, with what became of them. */
async function keys(...calls: [body: unknown, problem?: ProblemError | undefined][]): Promise<string[]> {
  const once = renderHook(useOnce).result.current
  const sent: string[] = []
  for (const [body, problem] of calls) {
    await once(body, async ({ headers }) => {
      sent.push(headers['Idempotency-Key'])
      if (problem) {
        throw problem
      }
    }).catch(() => {})
  }
  return sent
}
const body = { text: 'a' }
const refused = (status: number, code = 'x') => new ProblemError({ status, code })

test.each([
  ['the connection was lost', ProblemError.network()],
  ['the server broke', refused(502)],
  ['the credits were short', refused(402)],
  ['the first one runs still', refused(409, 'idempotency_in_progress')],
])('the same body goes out under the same key after %s', async (_, problem) => {
  const [first, second, third] = await keys([body, problem], [{ text: 'a' }], [body])
  expect(second).toBe(first)
  expect(third).not.toBe(first)
})

test.each([
  ['another body', { text: 'b' }, ProblemError.network()],
  ['what was refused, as the refusal would come again', body, refused(422)],
  ['what was done', body, undefined],
])('a new key is for %s', async (_, next, problem) => {
  const [first, second] = await keys([body, problem], [next])
  expect(second).not.toBe(first)
})
