import { act, fireEvent, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, test, vi } from 'vitest'
import { forgetAccount } from '@/lib/forget'
import {
  arrived,
  BOT,
  field,
  first,
  freshWorld,
  message,
  messages,
  network,
  press,
  problem,
  send,
  show,
  start,
  world,
} from './asking-scene'

freshWorld()

describe('a question that did not get through', () => {
  test('is sent again under its key when the connection was lost, and another one under a new key', async () => {
    show('a')
    world.refuse = network
    await send('And then?')
    await press('Try again')
    await arrived(2)
    expect(world.asked[1]).toMatchObject({ key: world.asked[0]?.key, body: world.asked[0]?.body })
    world.refuse = undefined
    await press('Try again')
    await arrived(3)
    expect(world.asked[2]?.key).toBe(world.asked[0]?.key)
    const given = message('m4', 'assistant', 'Then two.')
    await world.asked[2]?.say(start(given, 'And then?'), ['done', { message: given }])
    await send('And then?')
    await arrived(4)
    expect(world.asked[3]?.key).not.toBe(world.asked[0]?.key)
  })

  test('is a new one after a refusal, which would be given again', async () => {
    show('a')
    world.refuse = problem(404, 'not_found')
    await send('And then?')
    await press('Try again')
    await arrived(2)
    expect(world.asked[1]?.key).not.toBe(world.asked[0]?.key)
  })

  test('is a new one by another model, once the first is known to have failed', async () => {
    show('a')
    world.refuse = problem(503, 'service_unavailable')
    await send('And then?')
    await screen.findByRole('alert')
    await press(/One/)
    await userEvent.click(await screen.findByRole('menuitemradio', { name: 'Two' }))
    await press('Try again')
    await arrived(2)
    expect(world.asked[1]?.body.model).toBe('Two')
    expect(world.asked[1]?.key).not.toBe(world.asked[0]?.key)
  })

  test('whose answer was found meanwhile is not written twice', async () => {
    const { to } = show('')
    world.refuse = network
    await send('Hi')
    await screen.findByRole('alert')
    const given = message('c2', 'assistant', '', { conversationId: 'c', status: 'streaming' })
    world.stored.c = [message('c2-q', 'user', 'Hi', { conversationId: 'c' }), given]
    world.refuse = undefined
    await to('c')
    await arrived(2)
    await world.asked[1]?.say(['delta', { text: 'One ' }])
    await messages().findByText('One')
    await to('')
    await press('Try again')
    await arrived(3)
    await world.asked[2]?.say(start(given, 'Hi'), ['delta', { text: 'One ' }], ['delta', { text: 'two.' }])
    await world.asked[1]?.say(['delta', { text: 'two.' }])
    expect(await messages().findByText('One two.')).toBeTruthy()
  })

  test('is no longer offered when it turns out to have got through', async () => {
    show('a')
    await messages().findByText('Five years.')
    world.refuse = () => {
      world.stored.a = [...first, message('m3', 'user', 'And then?'), message('m4', 'assistant', 'Then two.')]
      return network()
    }
    await send('And then?')
    expect(await messages().findByText('Then two.')).toBeTruthy()
    await waitFor(() => expect(screen.queryByRole('alert')).toBeNull())
    expect(messages().getAllByText('And then?')).toHaveLength(1)
  })

  test('the same holds for an answer that is given anew', async () => {
    show('a')
    await messages().findByText('Five years.')
    world.refuse = () => {
      world.stored.a = [message('m1', 'user', 'How long?'), message('m9', 'assistant', 'Ten years.')]
      return network()
    }
    await press('Answer again')
    expect(await messages().findByText('Ten years.')).toBeTruthy()
    await waitFor(() => expect(screen.queryByRole('alert')).toBeNull())
  })
})

describe('a question beside another one', () => {
  test('that failed is seen to first, and what is typed waits', async () => {
    show('a')
    world.refuse = problem(402, 'out_of_credits')
    await send('And then?')
    await screen.findByRole('alert')
    await send('And where?')
    expect(world.asked).toHaveLength(1)
    expect(screen.getByText(/Try your last question again/)).toBeTruthy()
    expect(messages().getByText('And then?')).toBeTruthy()
    world.refuse = undefined
    await press('Discard the question')
    await userEvent.type(await field(), '{Enter}')
    await arrived(2)
    expect(world.asked[1]?.body.content).toBe('And where?')
  })

  test('half changed stays as it is while the other one is asked', async () => {
    show('a')
    await press('Edit the question')
    const edit = () => screen.getByRole('textbox', { name: 'Edit the question' })
    await userEvent.type(edit(), ' Exactly?')
    await send('And then?')
    await arrived(1)
    expect(edit()).toHaveProperty('value', 'How long? Exactly?')
    await userEvent.type(edit(), '{Enter}')
    expect(world.asked).toHaveLength(1)
    const given = message('m4', 'assistant', 'Then two.')
    await world.asked[0]?.say(start(given, 'And then?'), ['done', { message: given }])
    await messages().findByText('Then two.')
    await userEvent.type(edit(), '{Enter}')
    await arrived(2)
    expect(world.asked[1]?.body.content).toBe('How long? Exactly?')
  })
})

describe('the address', () => {
  test('stays what it is when something is asked in a conversation', async () => {
    const { router } = show('a')
    const { key } = router.state.location
    await send('And then?')
    await arrived(1)
    const given = message('m4', 'assistant', 'Then two.')
    await world.asked[0]?.say(start(given, 'And then?'), ['done', { message: given }])
    expect(await messages().findByText('Then two.')).toBeTruthy()
    expect(router.state.location.key).toBe(key)
  })

  test('becomes that of a new conversation, but not for who has gone elsewhere', async () => {
    const { router, go } = show('')
    const given = message('c2', 'assistant', 'Hello.', { conversationId: 'c' })
    await send('Hi')
    await arrived(1)
    await go(`/bots/${BOT}/sources`)
    await world.asked[0]?.say(start(given, 'Hi'), ['done', { message: given }])
    expect(router.state.location.pathname).toBe(`/bots/${BOT}/sources`)
    await go(`/bots/${BOT}/chat`)
    await send('Hi again')
    await arrived(2)
    expect(router.state.location.pathname).toBe(`/bots/${BOT}/chat`)
    await world.asked[1]?.say(start({ ...given, id: 'd2', conversationId: 'd' }, 'Hi again'))
    await waitFor(() => expect(router.state.location.pathname).toBe(`/bots/${BOT}/chat/d`))
  })

  test('is not changed for who looks at another conversation', async () => {
    const { router, to } = show('')
    await send('Hi')
    await arrived(1)
    await to('b')
    await messages().findByText('Two metres.')
    const given = message('c2', 'assistant', 'Hello.', { conversationId: 'c' })
    await world.asked[0]?.say(start(given, 'Hi'), ['done', { message: given }])
    expect(router.state.location.pathname).toBe(`/bots/${BOT}/chat/b`)
  })
})

describe('a draft', () => {
  test('stays with its conversation, and goes with the account', async () => {
    const { to } = show('a')
    await userEvent.type(await field(), 'And then')
    await to('b')
    expect((await field()).value).toBe('')
    await to('a')
    expect((await field()).value).toBe('And then')
    act(forgetAccount)
    expect((await field()).value).toBe('')
  })

  test('goes along when a new conversation gets its address, in the same field', async () => {
    const { router, to } = show('')
    await send('Hi')
    await arrived(1)
    const same = await field()
    await userEvent.type(same, 'And')
    const given = message('c2', 'assistant', 'Hello.', { conversationId: 'c' })
    await world.asked[0]?.say(start(given, 'Hi'))
    await waitFor(() => expect(router.state.location.pathname).toBe(`/bots/${BOT}/chat/c`))
    await userEvent.type(same, ' then')
    expect(await field()).toBe(same)
    expect(same.value).toBe('And then')
    await world.asked[0]?.say(['delta', { text: 'Hel' }], ['delta', { text: 'lo.' }])
    expect(await messages().findByText('Hello.')).toBeTruthy()
    await to('')
    expect((await field()).value).toBe('')
  })

  test('the model is chosen for one conversation', async () => {
    const { to } = show('a')
    await press(/One/)
    await userEvent.click(await screen.findByRole('menuitemradio', { name: 'Two' }))
    await to('b')
    await send('Wider?')
    await arrived(1)
    expect(world.asked[0]?.body.model).toBeUndefined()
    await to('a')
    await send('Longer?')
    await arrived(2)
    expect(world.asked[1]?.body.model).toBe('Two')
    expect(world.models).toContain(`?botId=${BOT}`)
  })

  test('is not sent by an Enter that confirms a word of an input method', async () => {
    show('a')
    const area = await field()
    await userEvent.type(area, 'に')
    fireEvent.keyDown(area, { key: 'Enter', keyCode: 229 })
    expect(area.value).toBe('に')
    fireEvent.keyDown(area, { key: 'Enter', keyCode: 13 })
    await arrived(1)
  })

  test('a file on its way is not lost without a question', async () => {
    vi.stubGlobal(
      'XMLHttpRequest',
      class {
        upload = {}
        open() {}
        setRequestHeader() {}
        send() {}
        abort() {}
      },
    )
    const closing = () => {
      const event = new Event('beforeunload', { cancelable: true })
      window.dispatchEvent(event)
      return event.defaultPrevented
    }
    const { to } = show('a')
    await userEvent.upload(await screen.findByLabelText('Files to attach'), new File(['x'], 'a.txt'))
    await to('b')
    expect(screen.queryByText('a.txt')).toBeNull()
    expect(closing()).toBe(true)
    await to('a')
    await press('Remove a.txt')
    expect(closing()).toBe(false)
  })
})
