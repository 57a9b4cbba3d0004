import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, test } from 'vitest'
import { SignUpPage } from '@/pages/auth/sign-up-page'
import { InvitationPage } from '@/pages/invitation/invitation-page'
import { findings } from './axe'
import { server, show, submitted } from './page-scene'

const BOT = '0199a000-0000-7000-8000-000000000001'
const preview = {
  botName: 'Support',
  inviterName: 'Ada',
  email: 'Grace@b.c',
  role: 'editor',
  expiresAt: '2099-01-01T00:00:00Z',
}
const problem = (status: number, code: string, detail = 'No.') =>
  Response.json({ code, title: 'No', detail, status }, { status })

interface Given {
  me?: string | undefined
  look?: () => Response
  accept?: () => Response
}

function invited({ me, look = () => Response.json(preview), accept = () => Response.json({ botId: BOT }) }: Given) {
  let signedIn = me !== undefined
  server(({ path }) => {
    switch (path) {
      case '/api/invitations/preview':
        return look()
      case '/api/invitations/accept':
        return accept()
      case '/api/auth/me':
        return signedIn ? Response.json({ id: 'u', email: me, name: '' }) : problem(401, 'unauthenticated')
      case '/api/auth/signout':
        signedIn = false
        return new Response(null, { status: 204 })
      default:
        return problem(401, 'unauthenticated')
    }
  })
}

const open = (at = '/invitation?token=abc') => show(<InvitationPage />, at, '/invitation')

afterEach(() => sessionStorage.clear())

describe('an invitation', () => {
  test('says what it is to, and is accepted by whom it is for', async () => {
    invited({ me: 'grace@b.c' })
    const router = open()
    expect(await screen.findByRole('heading', { name: 'Ada invites you to “Support”' })).toBeTruthy()
    expect(screen.getByText(/As editor/)).toBeTruthy()
    expect(screen.getByText('Grace@b.c')).toBeTruthy()
    expect(await findings()).toEqual([])
    await userEvent.click(await screen.findByRole('button', { name: 'Accept' }))
    await waitFor(() => expect(router.state.location.pathname).toBe(`/bots/${BOT}`))
    expect(submitted().at(-1)?.body).toEqual({ token: 'abc' })
    expect(sessionStorage.length).toBe(0)
  })

  test('takes its token out of the address, and still has it after signing in', async () => {
    invited({})
    const router = open()
    const signIn = await screen.findByRole('link', { name: 'Sign in' })
    expect(router.state.location.search).toBe('')
    expect(signIn.getAttribute('href')).toBe('/sign-in?next=%2Finvitation')
    expect(screen.getByRole('link', { name: 'Create an account' }).getAttribute('href')).toBe(
      '/sign-up?next=%2Finvitation&email=Grace%40b.c',
    )
    expect(await findings()).toEqual([])
    await userEvent.click(signIn)
    expect(await screen.findByText('went on')).toBeTruthy()
    invited({ me: 'grace@b.c' })
    await router.navigate('/invitation')
    await screen.findByRole('heading', { name: 'Ada invites you to “Support”' })
    expect(submitted().at(-1)?.body).toEqual({ token: 'abc' })
  })

  test('fills the form of the sign-up', () => {
    server(() => Response.json({ items: [] }))
    show(<SignUpPage />, '/?next=%2Finvitation&email=grace%40b.c')
    expect(screen.getByLabelText('E-mail')).toHaveProperty('value', 'grace@b.c')
  })

  test('is not for somebody else, who can sign out and go on', async () => {
    invited({ me: 'mallory@b.c' })
    open()
    expect((await screen.findByText('mallory@b.c')).parentElement?.textContent).toContain('is for Grace@b.c')
    expect(screen.queryByRole('button', { name: 'Accept' })).toBeNull()
    expect(await findings()).toEqual([])
    await userEvent.click(screen.getByRole('button', { name: 'Sign out and go on' }))
    expect(await screen.findByRole('link', { name: 'Create an account' })).toBeTruthy()
  })

  test('that was used, has expired or was withdrawn says so', async () => {
    invited({ me: 'grace@b.c', look: () => problem(400, 'invalid_token') })
    open()
    expect(await screen.findByRole('heading', { name: 'This invitation is not valid any more' })).toBeTruthy()
    expect(screen.getByRole('link', { name: 'Go to your bots' })).toBeTruthy()
    expect(await findings()).toEqual([])
    expect(sessionStorage.length).toBe(0)
  })

  test('without a token is none', () => {
    invited({})
    open('/invitation')
    expect(screen.getByRole('heading', { name: 'This invitation is not valid any more' })).toBeTruthy()
    expect(submitted()).toEqual([])
  })

  test('withdrawn while it was looked at says so', async () => {
    let withdrawn = false
    invited({
      me: 'grace@b.c',
      look: () => (withdrawn ? problem(400, 'invalid_token') : Response.json(preview)),
      accept: () => problem(400, 'invalid_token'),
    })
    open()
    const accept = await screen.findByRole('button', { name: 'Accept' })
    withdrawn = true
    await userEvent.click(accept)
    expect(await screen.findByRole('heading', { name: 'This invitation is not valid any more' })).toBeTruthy()
  })

  test('that could not be accepted says why', async () => {
    invited({ me: 'grace@b.c', accept: () => problem(403, 'forbidden', 'For another address.') })
    open()
    await userEvent.click(await screen.findByRole('button', { name: 'Accept' }))
    expect((await screen.findByRole('alert')).textContent).toContain('For another address.')
    expect(screen.getByRole('button', { name: 'Accept' })).toHaveProperty('disabled', false)
  })
})
