import { onlineManager, QueryClientProvider, useMutation, useQuery } from '@tanstack/react-query'
import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, test } from 'vitest'
import { ProblemError } from '@/api/problem'
import { queryClient } from '@/app/query-client'

function Page() {
  const read = useQuery({ queryKey: ['x'], queryFn: async () => 'was read' })
  const change = useMutation({
    mutationFn: async () => {
      throw ProblemError.network()
    },
  })
  return (
    <>
      <p>{read.data}</p>
      <button type="button" onClick={() => change.mutate()}>
        {change.isError ? 'failed' : 'change'}
      </button>
    </>
  )
}

afterEach(() => onlineManager.setOnline(true))

test('a browser without internet reads from a server nearby, and is told at once what did not arrive', async () => {
  onlineManager.setOnline(false)
  render(
    <QueryClientProvider client={queryClient}>
      <Page />
    </QueryClientProvider>,
  )
  expect(await screen.findByText('was read')).toBeTruthy()
  await userEvent.click(screen.getByRole('button'))
  expect(await screen.findByText('failed')).toBeTruthy()
})
