import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, test } from 'vitest'
import { IdentityList } from '@/pages/account/identity-list'
import { SecondFactor } from '@/pages/account/second-factor'
import { SignInPage } from '@/pages/auth/sign-in-page'
import { SignUpPage } from '@/pages/auth/sign-up-page'
import { sent, server, show, submitted } from './page-scene'

const problem = (status: number, code: string) =>
  Response.json({ code, title: 'No', detail: 'Because.', status }, { status })
const providers = (...names: string[]) =>
  Response.json({ items: names.map((name) => ({ name, label: name.toUpperCase() })), nextCursor: null })
const google = {
  id: '1',
  provider: 'google',
  email: 'a@b.c',
  createdAt: new Date().toISOString(),
  lastUsedAt: new Date().toISOString(),
}

describe('other ways in', () => {
  test.each([
    ['sign-in', <SignInPage key="in" />],
    ['sign-up', <SignUpPage key="up" />],
  ])('are offered at %s, and lead back to where the user was going', async (_, page) => {
    server(() => providers('google', 'acme'))
    show(page, '/?next=%2Fbots%2F1%3Fa%3Db')
    const link = await screen.findByRole('link', { name: 'Continue with GOOGLE' })
    expect(link.getAttribute('href')).toBe('/api/auth/oauth/google?next=%2Fbots%2F1%3Fa%3Db')
    expect(screen.getByRole('link', { name: 'Continue with ACME' })).toBeTruthy()
  })

  test('do not lead to another site', async () => {
    server(() => providers('google'))
    show(<SignInPage />, '/?next=%2F%2Fevil.example')
    const link = await screen.findByRole('link', { name: 'Continue with GOOGLE' })
    expect(link.getAttribute('href')).toBe('/api/auth/oauth/google?next=%2Fbots')
  })

  test.each([
    ['there are none', () => providers()],
    ['they cannot be told', () => problem(503, 'service_unavailable')],
  ])('are not shown when %s', async (_, answer) => {
    server(answer)
    show(<SignInPage />)
    await waitFor(() => expect(sent.map((call) => call.path)).toContain('/api/auth/providers'))
    expect(screen.queryByText('or')).toBeNull()
    expect(screen.queryByRole('alert')).toBeNull()
    expect(screen.getByRole('button', { name: 'Sign in' })).toBeTruthy()
  })

  test.each([
    ['sign_in_cancelled', 'Sign-in cancelled'],
    ['sign_in_expired', 'That took too long'],
    ['identity_refused', 'The provider’s answer could not be trusted'],
    ['address_not_verified', 'Your address is not verified there'],
    ['linking_needed', 'You have an account here already'],
    ['account_suspended', 'This account is suspended'],
    ['sign_in_provider_failed', 'The provider does not answer'],
    ['<script>', 'That did not work'],
    ['constructor', 'That did not work'],
  ])('that failed with %s are explained', async (code, title) => {
    server(() => providers('google'))
    show(<SignInPage />, `/?error=${encodeURIComponent(code)}`)
    expect(within(screen.getByRole('alert')).getByText(title)).toBeTruthy()
  })
})

describe('the code after a provider', () => {
  test('signs in, and a wrong one can be followed by another', async () => {
    server((call) =>
      (call.body as { code: string }).code === '123456'
        ? Response.json({ user: { id: 'u', email: 'a@b.c', name: '' } })
        : problem(401, 'invalid_code'),
    )
    const router = show(<SignInPage />, '/?step=code&next=%2Fbots%2F1')
    const field = screen.getByLabelText('Code')
    await userEvent.type(field, '000000')
    await userEvent.click(screen.getByRole('button', { name: 'Sign in' }))
    expect(await screen.findByText(/That code is not right/)).toBeTruthy()
    await userEvent.clear(field)
    await userEvent.type(field, ' 123456 ')
    await userEvent.click(screen.getByRole('button', { name: 'Sign in' }))
    await waitFor(() => expect(router.state.location.pathname).toBe('/bots/1'))
    expect(sent.map((call) => [call.path, call.body])).toEqual([
      ['/api/auth/oauth/complete', { code: '000000' }],
      ['/api/auth/oauth/complete', { code: '123456' }],
    ])
  })

  test('that comes too late is told, with a way to begin again', async () => {
    server(() => problem(400, 'sign_in_expired'))
    show(<SignInPage />, '/?step=code')
    await userEvent.type(screen.getByLabelText('Code'), '123456')
    await userEvent.click(screen.getByRole('button', { name: 'Sign in' }))
    expect(await screen.findByRole('alert')).toBeTruthy()
    expect(screen.getByRole('link', { name: 'Begin again' }).getAttribute('href')).toBe('/sign-in')
  })
})

describe('the ways to sign in', () => {
  test('are listed, and a linked provider is unlinked', async () => {
    let items = [google]
    server((call) => {
      if (call.method === 'DELETE') {
        items = []
        return new Response(null, { status: 204 })
      }
      return call.path === '/api/auth/providers'
        ? providers('google', 'github')
        : Response.json({ password: true, items })
    })
    show(<IdentityList />)
    expect(await screen.findByText(/a@b.c, used/)).toBeTruthy()
    expect(await screen.findByRole('button', { name: 'Link GITHUB' })).toBeTruthy()
    expect(screen.queryByRole('button', { name: 'Link GOOGLE' })).toBeNull()
    await userEvent.click(screen.getByRole('button', { name: 'Unlink GOOGLE' }))
    expect(await screen.findByRole('button', { name: 'Link GOOGLE' })).toBeTruthy()
    expect(sent.filter((call) => call.method === 'DELETE').map((call) => call.path)).toEqual(['/api/auth/identities/1'])
  })

  test('keep the last one, until a password is chosen by mail', async () => {
    server((call) => {
      switch (call.path) {
        case '/api/auth/providers':
          return providers('google')
        case '/api/users/me':
          return Response.json({ id: 'u', email: 'a@b.c', name: 'Ada', language: 'en', avatarUrl: null })
        case '/api/auth/forgot-password':
          return Response.json({ sent: true }, { status: 202 })
        case '/api/dev/mailbox':
          return problem(404, 'not_found')
        default:
          return Response.json({ password: false, items: [google] })
      }
    })
    show(<IdentityList />)
    expect(await screen.findByText(/^None/)).toBeTruthy()
    expect(screen.getByText(/^Your only way to sign in/)).toBeTruthy()
    expect(screen.queryByRole('button', { name: /^Unlink/ })).toBeNull()
    await userEvent.click(await screen.findByRole('button', { name: 'Choose a password' }))
    expect(await screen.findByText(/on its way to a@b.c/)).toBeTruthy()
    expect(submitted()).toMatchObject([{ method: 'POST', path: '/api/auth/forgot-password', body: { email: 'a@b.c' } }])
  })

  test('say why one stays', async () => {
    server((call) => {
      if (call.method === 'DELETE') {
        return problem(409, 'conflict')
      }
      return call.path === '/api/auth/providers'
        ? providers('google')
        : Response.json({ password: true, items: [google] })
    })
    show(<IdentityList />)
    await userEvent.click(await screen.findByRole('button', { name: /^Unlink/ }))
    expect(within(await screen.findByRole('alert')).getByText(/Because/)).toBeTruthy()
  })

  test('show why linking failed', async () => {
    server((call) => (call.path === '/api/auth/providers' ? providers() : Response.json({ password: true, items: [] })))
    show(<IdentityList />, '/?error=identity_taken')
    expect(within(await screen.findByRole('alert')).getByText('Linked with another account')).toBeTruthy()
  })

  test('without a password need none to switch the second factor off', async () => {
    server((call) => {
      if (call.method === 'DELETE') {
        return new Response(null, { status: 204 })
      }
      return call.path === '/api/auth/totp'
        ? Response.json({ enabled: true, recoveryCodesLeft: 9 })
        : Response.json({ password: false, items: [google] })
    })
    show(<SecondFactor />)
    await userEvent.click(await screen.findByRole('button', { name: 'Switch off' }))
    await userEvent.type(await screen.findByLabelText('Code'), '123456')
    await waitFor(() => expect(screen.queryByLabelText('Password')).toBeNull())
    const buttons = screen.getAllByRole('button', { name: 'Switch off' })
    await userEvent.click(buttons[buttons.length - 1] as HTMLElement)
    await waitFor(() => expect(sent.map((call) => call.body)).toContainEqual({ code: '123456' }))
  })
})
