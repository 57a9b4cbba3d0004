import { act, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, test, vi } from 'vitest'
import { queryClient } from '@/app/query-client'
import {
  answer,
  arrived,
  citation,
  field,
  first,
  freshWorld,
  message,
  messages,
  press,
  send,
  show,
  start,
  world,
} from './asking-scene'

freshWorld()

describe('a cited passage', () => {
  const cited = [
    message('m1', 'user', 'How long?'),
    message('m2', 'assistant', 'Five years [1].', { citations: [citation] }),
  ]

  test.each([
    ['beside the conversation', true],
    ['over it, on a narrow screen,', false],
  ])('%s gives the focus back to the chip that opened it', async (_, roomy) => {
    world.wide = roomy
    world.stored.a = cited
    show('a')
    const chip = await screen.findByRole('button', { name: /^Citation 1/ })
    await userEvent.click(chip)
    expect(chip.getAttribute('aria-pressed')).toBe('true')
    await press('Close the passage')
    await waitFor(() => expect(document.activeElement).toBe(chip))
    expect(chip.getAttribute('aria-pressed')).toBe('false')
  })

  test('goes with its conversation', async () => {
    world.stored.a = cited
    const { to } = show('a')
    await press(/^Citation 1/)
    expect(await screen.findByRole('complementary', { name: 'Cited passage' })).toBeTruthy()
    await to('b')
    expect(screen.queryByRole('complementary', { name: 'Cited passage' })).toBeNull()
    await to('a')
    await screen.findByRole('button', { name: /^Citation 1/ })
    expect(screen.queryByRole('complementary', { name: 'Cited passage' })).toBeNull()
  })
})

describe('a conversation', () => {
  test('that was deleted is not shown from memory', async () => {
    const { to } = show('a')
    await messages().findByText('Five years.')
    await press('More for a')
    await userEvent.click(await screen.findByRole('menuitem', { name: 'Delete' }))
    await press('Delete conversation')
    await waitFor(() => expect(queryClient.getQueryData(['conversation', 'a'])).toBeUndefined())
    await to('a')
    expect(await screen.findByText('This conversation is gone')).toBeTruthy()
    expect(screen.queryByText('Five years.')).toBeNull()
  })

  test.each([
    ['was read before', true],
    ['has not been read yet', false],
  ])('that %s keeps a new question when an older reading of it arrives late', async (_, before) => {
    let release = () => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    const late = async (request: Request) => {
      const response = await answer(request)
      if (request.url.endsWith('/conversations/a')) {
        await held
      }
      return response
    }
    if (before) {
      show('a')
      await messages().findByText('Five years.')
    }
    vi.stubGlobal('fetch', late)
    if (before) {
      void queryClient.invalidateQueries({ queryKey: ['conversation', 'a'] })
    } else {
      show('a')
    }
    await send('And then?')
    await arrived(1)
    const given = message('m4', 'assistant', '', { status: 'streaming' })
    world.stored.a = [...first, message('m4-q', 'user', 'And then?'), given]
    await world.asked[0]?.say(start(given, 'And then?'))
    await act(async () => {
      release()
      await new Promise((shown) => setTimeout(shown, 50))
    })
    await world.asked[0]?.say(['delta', { text: 'Then two.' }])
    expect(await messages().findByText('Then two.')).toBeTruthy()
    expect(messages().getByText('And then?')).toBeTruthy()
    expect(messages().getByText('Five years.')).toBeTruthy()
  })

  test('that was deleted elsewhere is gone when it is read again', async () => {
    show('a')
    await messages().findByText('Five years.')
    world.stored.a = undefined
    await act(() => queryClient.invalidateQueries({ queryKey: ['conversation', 'a'] }))
    expect(await screen.findByText('This conversation is gone')).toBeTruthy()
    expect(screen.queryByText('Five years.')).toBeNull()
    expect(screen.queryByLabelText('Your question')).toBeNull()
  })

  test('is written from right to left where its words are', async () => {
    world.stored.a = [message('m1', 'user', 'كم سنة؟'), message('m2', 'assistant', 'خمس سنوات.')]
    show('a')
    for (const words of ['كم سنة؟', 'خمس سنوات.']) {
      expect((await messages().findByText(words)).closest('[dir=auto]')).toBeTruthy()
    }
    expect(await field()).toHaveProperty('dir', 'auto')
    expect((await screen.findByRole('link', { name: 'a' })).firstElementChild).toHaveProperty('dir', 'auto')
    await press('Edit the question')
    expect(screen.getByRole('textbox', { name: 'Edit the question' })).toHaveProperty('dir', 'auto')
  })

  test('says that it has earlier messages', async () => {
    world.stored.b = Array.from({ length: 500 }, (_, at) => message(`x${at}`, 'user', `Question ${at}`))
    const { to } = show('a')
    await messages().findByText('Five years.')
    expect(screen.queryByText(/Earlier messages are not shown/)).toBeNull()
    await to('b')
    expect(await screen.findByText(/Earlier messages are not shown/)).toBeTruthy()
  })

  test('in which an answer is withdrawn says why', async () => {
    show('a')
    await send('And then?')
    await arrived(1)
    const given = message('m4', 'assistant', 'Then two.')
    const why = { status: 403, code: 'forbidden', title: 'Not allowed', detail: 'You are not in the team any more.' }
    world.stored.a = [...first, message('m4-q', 'user', 'And then?'), { ...given, content: '', status: 'streaming' }]
    await world.asked[0]?.say(start(given, 'And then?'), ['error', { problem: why }])
    expect((await screen.findByRole('alert')).textContent).toContain('You are not in the team any more.')
  })
})
