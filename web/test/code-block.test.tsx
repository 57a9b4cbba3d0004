import { render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { AnswerText } from '@/pages/chat/answer-text'

function show(content: string) {
  return render(
    <AnswerText content={content} citations={[]} streaming={false} openCitation={undefined} onCitation={() => {}} />,
  )
}

test('code in a known language gets colours', async () => {
  const { container } = show('```js\nconst x = 1 // [1]\n```')
  await waitFor(() => expect(container.querySelector('.hljs-keyword')?.textContent).toBe('const'))
  expect(container.querySelector('pre')?.textContent).toBe('const x = 1 // [1]')
})

test('code of an unknown language, or of none, stays as it is', async () => {
  const { container } = show('```nonsense\n<b>x</b>\n```\n\n```\nplain\n```')
  await waitFor(() =>
    expect([...container.querySelectorAll('pre')].map((pre) => pre.textContent)).toEqual(['<b>x</b>', 'plain']),
  )
  expect(container.querySelector('b')).toBeNull()
})

test('the copy button copies the code alone', async () => {
  const user = userEvent.setup()
  show('Run this:\n\n```sh\n./chatforge start\n```')
  await user.click(screen.getByRole('button', { name: 'Copy code' }))
  await screen.findByRole('button', { name: 'Copied' })
  expect(await navigator.clipboard.readText()).toBe('./chatforge start')
})
