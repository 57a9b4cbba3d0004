import { act, render, screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { Dialog } from '@/components/ui/dialog'
import { Toasts, toast } from '@/components/ui/toast'

const page = (outer: boolean, inner: boolean) => (
  <>
    <Dialog open={outer} onClose={() => {}} title="Outer">
      <p>Something</p>
    </Dialog>
    <Dialog open={inner} onClose={() => {}} title="Inner">
      <p>Something else</p>
    </Dialog>
    <Toasts />
  </>
)

test('a message is seen in the dialog that is on top, and on the page without one', async () => {
  const { rerender } = render(page(true, true))
  act(() => toast('Saved'))
  const dialog = () => screen.getByText('Saved').closest('dialog')?.querySelector('h2')?.textContent
  await screen.findByText('Saved')
  expect(dialog()).toBe('Inner')
  rerender(page(true, false))
  expect(dialog()).toBe('Outer')
  rerender(page(false, false))
  expect(dialog()).toBeUndefined()
})
