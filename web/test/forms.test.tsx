import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, test } from 'vitest'
import type { Bot } from '@/api/types'
import { SignInPage } from '@/pages/auth/sign-in-page'
import { checkPassword, SignUpPage } from '@/pages/auth/sign-up-page'
import { changes, draftOf } from '@/pages/settings/draft'
import { SettingsForm } from '@/pages/settings/settings-form'
import { sent, server, show, submitted } from './page-scene'

const bot: Bot = {
  id: '0199a000-0000-7000-8000-000000000001',
  name: 'Desk',
  description: '',
  slug: 'desk',
  cacheAnswers: true,
  tone: '',
  instructions: '',
  model: null,
  provider: null,
  temperature: 0.2,
  language: '',
  welcomeMessage: '',
  suggestedQuestions: ['One?'],
  visibility: 'private',
  retrieval: {},
  role: 'owner',
  version: 3,
  createdAt: '2026-11-21T00:00:00Z',
  updatedAt: '2026-11-21T00:00:00Z',
}

const standard = {
  meaning: 0.6,
  diversity: 0,
  minScore: 0,
  rerank: true,
  reranker: false,
  neighbours: true,
  passages: 8,
  rewriting: true,
}

describe('signing in', () => {
  test('goes back to where the user was', async () => {
    server(() => Response.json({ user: { id: 'u', email: 'a@b.c', name: '' } }))
    const router = show(<SignInPage />, '/?next=%2Fbots%2F7%2Fchat')
    await userEvent.type(screen.getByLabelText('E-mail'), ' a@b.c ')
    await userEvent.type(screen.getByLabelText('Password'), 'correct horse')
    await userEvent.click(screen.getByRole('button', { name: 'Sign in' }))
    await waitFor(() => expect(router.state.location.pathname).toBe('/bots/7/chat'))
    expect(submitted()[0]?.body).toEqual({ email: 'a@b.c', password: 'correct horse', transport: 'cookie' })
  })

  test('shows the refusal and its request id', async () => {
    const problem = {
      status: 401,
      code: 'invalid_credentials',
      title: 'Not signed in',
      detail: 'The password is not right.',
      requestId: 'req-9',
    }
    server(() => Response.json(problem, { status: 401 }))
    show(<SignInPage />)
    await userEvent.type(screen.getByLabelText('E-mail'), 'a@b.c')
    await userEvent.type(screen.getByLabelText('Password'), 'wrong')
    await userEvent.click(screen.getByRole('button', { name: 'Sign in' }))
    const alert = await screen.findByRole('alert')
    expect(alert.textContent).toContain('The password is not right.')
    expect(alert.textContent).toContain('req-9')
  })
})

describe('signing up', () => {
  test('refuses a short password before it is sent', async () => {
    server(() => Response.json({}))
    show(<SignUpPage />)
    await userEvent.type(screen.getByLabelText('E-mail'), 'a@b.c')
    await userEvent.type(screen.getByLabelText('Password'), 'short')
    await userEvent.click(screen.getByRole('button', { name: 'Create account' }))
    expect(screen.getByText('Use at least 8 characters.')).toBeTruthy()
    expect(submitted()).toEqual([])
  })

  test('counts a password in bytes, as the server does', () => {
    expect(checkPassword('ä'.repeat(36))).toBeUndefined()
    expect(checkPassword('ä'.repeat(37))).toContain('too long')
  })

  test('tells to look into the mail, and sends it again', async () => {
    server(({ method, path }) =>
      method === 'GET' || path.endsWith('/resend-verification')
        ? Response.json({ items: [], message: 'sent' }, { status: method === 'GET' ? 200 : 202 })
        : Response.json({ state: 'confirmationSent', email: 'a@b.c' }, { status: 202 }),
    )
    const router = show(<SignUpPage />, '/?next=%2Finvitation')
    await userEvent.type(screen.getByLabelText('E-mail'), 'a@b.c')
    await userEvent.type(screen.getByLabelText('Password'), 'long enough')
    await userEvent.click(screen.getByRole('button', { name: 'Create account' }))
    expect(await screen.findByRole('heading', { name: 'Look into your mail' })).toBeTruthy()
    expect(router.state.location.pathname).toBe('/')
    expect(screen.getByText(/An e-mail to a@b.c is on its way/)).toBeTruthy()
    expect((await screen.findByRole('link', { name: 'Read it here' })).getAttribute('href')).toBe('/dev/mailbox')
    await userEvent.click(screen.getByRole('button', { name: 'send it again' }))
    expect(await screen.findByText(/on its way once more/)).toBeTruthy()
    expect(submitted().at(-1)?.body).toEqual({ email: 'a@b.c' })
    expect(screen.getByRole('link', { name: 'Sign in' }).getAttribute('href')).toBe(
      '/sign-in?next=%2Finvitation&email=a%40b.c',
    )
    await userEvent.click(screen.getByRole('button', { name: 'try another address' }))
    expect(screen.getByRole('button', { name: 'Create account' })).toBeTruthy()
  })

  test('where accounts open at once goes on with the new one', async () => {
    server(() => Response.json({ user: { id: 'u', email: 'a@b.c', name: '' } }, { status: 201 }))
    const router = show(<SignUpPage />, '/?next=%2Finvitation')
    await userEvent.type(screen.getByLabelText('E-mail'), 'a@b.c')
    await userEvent.type(screen.getByLabelText('Password'), 'long enough')
    await userEvent.click(screen.getByRole('button', { name: 'Create account' }))
    await waitFor(() => expect(router.state.location.pathname).toBe('/invitation'))
  })

  test('says at the field that the address is taken', async () => {
    server(() => Response.json({ status: 409, code: 'email_taken', title: 'Taken' }, { status: 409 }))
    show(<SignUpPage />)
    await userEvent.type(screen.getByLabelText('E-mail'), 'a@b.c')
    await userEvent.type(screen.getByLabelText('Password'), 'long enough')
    await userEvent.click(screen.getByRole('button', { name: 'Create account' }))
    expect(await screen.findByText('There is already an account with this address.')).toBeTruthy()
    expect(screen.getByLabelText('E-mail').getAttribute('aria-invalid')).toBe('true')
  })
})

describe('settings', () => {
  test('send only what was changed, under the version it was read at', async () => {
    server(({ method, path }) =>
      method === 'PATCH'
        ? Response.json({ ...bot, tone: 'Kind', version: 4 })
        : Response.json(path === '/api/chat/retrieval' ? standard : { items: [], nextCursor: null }),
    )
    show(<SettingsForm bot={bot} />)
    await userEvent.type(screen.getByLabelText('Tone'), 'Kind')
    await userEvent.click(screen.getByRole('button', { name: 'Save changes' }))
    await waitFor(() => expect(screen.queryByText('Unsaved changes')).toBeNull())
    expect(sent.find(({ method }) => method === 'PATCH')?.body).toEqual({ version: 3, tone: 'Kind' })
  })

  test('keep what is typed while they are saved', async () => {
    let save = (_: Response) => {}
    server(({ method, path }) =>
      method === 'PATCH'
        ? new Promise<Response>((resolve) => (save = resolve))
        : Response.json(path === '/api/chat/retrieval' ? standard : { items: [], nextCursor: null }),
    )
    show(<SettingsForm bot={bot} />)
    await userEvent.type(screen.getByLabelText('Tone'), 'Kind')
    await userEvent.type(screen.getByLabelText('Name'), ' two')
    await userEvent.click(screen.getByRole('button', { name: 'Save changes' }))
    await waitFor(() => expect(submitted()).toHaveLength(1))
    await userEvent.type(screen.getByLabelText('Tone'), ' and short')
    const saved = { ...bot, tone: 'Kind', name: `${bot.name} 2`, version: 4 }
    save(Response.json(saved))
    await waitFor(() => expect(screen.getByLabelText('Name')).toHaveProperty('value', saved.name))
    expect(screen.getByLabelText('Tone')).toHaveProperty('value', 'Kind and short')
    await userEvent.click(screen.getByRole('button', { name: 'Save changes' }))
    await waitFor(() => expect(submitted()[1]?.body).toEqual({ version: 4, tone: 'Kind and short' }))
    save(Response.json({ ...saved, tone: 'Kind and short', version: 5 }))
    await waitFor(() => expect(screen.queryByText('Unsaved changes')).toBeNull())
  })

  test('after a conflict keep the edits on top of the newer version', async () => {
    const newer = { ...bot, name: 'Renamed elsewhere', version: 9 }
    server(({ method, path, body }) => {
      if (method === 'PATCH') {
        return JSON.stringify(body).includes('"version":9')
          ? Response.json({ ...newer, tone: 'Kind', version: 10 })
          : Response.json({ status: 409, code: 'version_conflict', title: 'Changed' }, { status: 409 })
      }
      if (path === '/api/chat/retrieval') {
        return Response.json(standard)
      }
      return Response.json(path.endsWith(bot.id) ? newer : { items: [], nextCursor: null })
    })
    show(<SettingsForm bot={bot} />)
    await userEvent.type(screen.getByLabelText('Tone'), 'Kind')
    await userEvent.click(screen.getByRole('button', { name: 'Save changes' }))
    await userEvent.click(await screen.findByRole('button', { name: 'Keep my edits' }))
    await waitFor(() => expect(screen.getByLabelText<HTMLInputElement>('Name').value).toBe('Renamed elsewhere'))
    expect(screen.getByLabelText<HTMLInputElement>('Tone').value).toBe('Kind')
    await userEvent.click(screen.getByRole('button', { name: 'Save changes' }))
    await waitFor(() =>
      expect(sent.filter(({ method }) => method === 'PATCH').at(-1)?.body).toEqual({ version: 9, tone: 'Kind' }),
    )
  })

  test('leave out empty questions and unchanged fields', () => {
    const base = draftOf(bot)
    expect(changes(base, { ...base })).toEqual({})
    expect(changes(base, { ...base, suggestedQuestions: ['One?', '  '] })).toEqual({})
    expect(changes(base, { ...base, suggestedQuestions: ['One?', ' Two? '] })).toEqual({
      suggestedQuestions: ['One?', 'Two?'],
    })
  })
})
