import { cleanup, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, test } from 'vitest'
import { AccountMenu } from '@/app/account-menu'
import { AppShell } from '@/app/app-shell'
import { Toasts } from '@/components/ui/toast'
import { PictureField } from '@/pages/account/picture-field'
import { PlanStatus } from '@/pages/account/plan-status'
import { ProfileForm } from '@/pages/account/profile-form'
import { SecondFactor } from '@/pages/account/second-factor'
import { ForgotPasswordPage } from '@/pages/auth/forgot-password-page'
import { ResetPasswordPage } from '@/pages/auth/reset-password-page'
import { SignInPage } from '@/pages/auth/sign-in-page'
import { VerifyEmailPage } from '@/pages/auth/verify-email-page'
import { refetch, sent, server, show } from './page-scene'

const problem = (status: number, code: string) => Response.json({ code, title: 'No', status }, { status })

describe('a lost password', () => {
  test('says the same for any address', async () => {
    server(() => Response.json({ message: 'sent' }, { status: 202 }))
    show(<ForgotPasswordPage />)
    await userEvent.type(screen.getByLabelText('E-mail'), 'a@b.c')
    await userEvent.click(screen.getByRole('button', { name: 'Send the link' }))
    expect(await screen.findByText(/If there is an account for a@b.c/)).toBeTruthy()
  })

  test('is replaced with the token of the link', async () => {
    server(() => new Response(null, { status: 204 }))
    show(<ResetPasswordPage />, '/?token=abc')
    await userEvent.type(screen.getByLabelText('New password'), 'short')
    await userEvent.click(screen.getByRole('button', { name: 'Change password' }))
    expect(sent).toEqual([])
    await userEvent.type(screen.getByLabelText('New password'), ' but longer')
    await userEvent.click(screen.getByRole('button', { name: 'Change password' }))
    expect(await screen.findByRole('heading', { name: 'Your password is changed' })).toBeTruthy()
    expect(sent.map((call) => call.body)).toEqual([{ token: 'abc', password: 'short but longer' }])
  })

  test('is not replaced by a link that is used up, and there is a way to a new one', async () => {
    server(() => problem(400, 'invalid_token'))
    show(<ResetPasswordPage />, '/?token=abc')
    await userEvent.type(screen.getByLabelText('New password'), 'long enough')
    await userEvent.click(screen.getByRole('button', { name: 'Change password' }))
    expect(await screen.findByRole('link', { name: 'Send a new link' })).toBeTruthy()
  })
})

describe('an address', () => {
  test('is confirmed by a click, not by opening the link', async () => {
    server(() => Response.json({ email: 'a@b.c', accountOpened: false }))
    show(<VerifyEmailPage />, '/?token=abc')
    expect(sent).toEqual([])
    await userEvent.click(screen.getByRole('button', { name: 'Confirm' }))
    expect(await screen.findByRole('heading', { name: 'Your address is confirmed' })).toBeTruthy()
    expect(screen.getByRole('link', { name: 'To your bots' })).toBeTruthy()
  })

  test('that opens an account leads to the sign-in, with the address filled in', async () => {
    server(() => Response.json({ email: 'ada+1@b.c', accountOpened: true }))
    show(<VerifyEmailPage />, '/?token=abc')
    await userEvent.click(screen.getByRole('button', { name: 'Confirm' }))
    expect(await screen.findByText(/Your account is open/)).toBeTruthy()
    const link = screen.getByRole('link', { name: 'Sign in' }).getAttribute('href') ?? ''
    cleanup()
    show(<SignInPage />, link, '/sign-in')
    expect(screen.getByLabelText<HTMLInputElement>('E-mail').value).toBe('ada+1@b.c')
  })

  test('whose link is used up is told what to do', async () => {
    server(() => problem(400, 'invalid_token'))
    show(<VerifyEmailPage />, '/?token=abc')
    await userEvent.click(screen.getByRole('button', { name: 'Confirm' }))
    expect(await screen.findByRole('link', { name: 'Sign up again' })).toBeTruthy()
  })
})

describe('the second factor', () => {
  test('is asked for when the server wants it', async () => {
    server((call) =>
      (call.body as { code?: string }).code
        ? Response.json({ user: { id: 'u', email: 'a@b.c', name: '' } })
        : problem(401, 'totp_required'),
    )
    const router = show(<SignInPage />)
    await userEvent.type(screen.getByLabelText('E-mail'), 'a@b.c')
    await userEvent.type(screen.getByLabelText('Password'), 'correct horse')
    await userEvent.click(screen.getByRole('button', { name: 'Sign in' }))
    await userEvent.type(await screen.findByLabelText('Code'), '123456')
    await userEvent.click(screen.getByRole('button', { name: 'Sign in' }))
    await waitFor(() => expect(router.state.location.pathname).toBe('/bots'))
  })

  test('is set up with a code, and shows the recovery codes once', async () => {
    let enabled = false
    server((call) => {
      if (call.method === 'GET') {
        return Response.json({ enabled, recoveryCodesLeft: enabled ? 2 : 0 })
      }
      return call.path.endsWith('/confirm')
        ? Response.json({ recoveryCodes: ['AAAA-BBBB', 'CCCC-DDDD'] })
        : Response.json({ secret: 'GEZD', uri: 'otpauth://totp/ChatForge:a%40b.c?secret=GEZD' })
    })
    show(<SecondFactor />)
    await userEvent.click(await screen.findByRole('button', { name: 'Set up' }))
    expect(await screen.findByRole('img', { name: /QR code/ })).toBeTruthy()
    await userEvent.type(screen.getByLabelText('Code'), '123456')
    await userEvent.click(screen.getByRole('button', { name: 'Switch on' }))
    expect(await screen.findByText('CCCC-DDDD')).toBeTruthy()
    enabled = true
    await refetch()
    expect(screen.getByText('CCCC-DDDD')).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'I have kept them' }))
    expect(await screen.findByText(/2 recovery codes are left/)).toBeTruthy()
  })
})

const ada = {
  id: 'u',
  email: 'a@b.c',
  name: 'Ada Lovelace',
  language: 'en',
  avatarUrl: null as string | null,
  createdAt: '2026-11-21T07:54:30Z',
}

describe('the profile', () => {
  test('saves name and language, and offers a language that somebody set elsewhere', async () => {
    const profile = { ...ada, language: 'fr-CA' }
    server((call) =>
      Response.json(call.method === 'PATCH' ? { ...profile, ...(call.body as { language: string }) } : profile),
    )
    show(<ProfileForm />)
    const language = (await screen.findByLabelText('Language')) as HTMLSelectElement
    expect(language.value).toBe('fr-CA')
    expect(screen.getByRole('button', { name: 'Save profile' })).toHaveProperty('disabled', true)
    await userEvent.selectOptions(language, 'de')
    await userEvent.click(screen.getByRole('button', { name: 'Save profile' }))
    await waitFor(() => expect(sent.at(-1)?.body).toEqual({ name: 'Ada Lovelace', language: 'de' }))
    expect(screen.getByRole('option', { name: 'Deutsch' })).toBeTruthy()
  })

  test('keeps what is typed while it is saved', async () => {
    let save = (_: Response) => {}
    server((call) =>
      call.method === 'PATCH' ? new Promise<Response>((resolve) => (save = resolve)) : Response.json(ada),
    )
    show(<ProfileForm />)
    await userEvent.type(await screen.findByLabelText('Name'), ', Countess ')
    await userEvent.click(screen.getByRole('button', { name: 'Save profile' }))
    await waitFor(() => expect(sent.at(-1)?.method).toBe('PATCH'))
    await userEvent.selectOptions(screen.getByLabelText('Language'), 'de')
    save(Response.json({ ...ada, name: 'Ada Lovelace, Countess' }))
    await waitFor(() => expect(screen.getByLabelText('Name')).toHaveProperty('value', 'Ada Lovelace, Countess'))
    expect(screen.getByLabelText('Language')).toHaveProperty('value', 'de')
    await userEvent.click(await screen.findByRole('button', { name: 'Save profile' }))
    await waitFor(() => expect(sent.at(-1)?.body).toEqual({ name: 'Ada Lovelace, Countess', language: 'de' }))
  })

  test('keeps what is typed when it cannot be asked for again', async () => {
    let down = false
    server(() => (down ? problem(503, 'service_unavailable') : Response.json(ada)))
    show(<ProfileForm />)
    const name = await screen.findByLabelText('Name')
    await userEvent.type(name, ', Countess')
    down = true
    await refetch()
    expect(screen.getByLabelText('Name')).toHaveProperty('value', 'Ada Lovelace, Countess')
  })

  test('shows a picture once it is uploaded, and takes it away again', async () => {
    server((call) => {
      if (call.method === 'DELETE') {
        return new Response(null, { status: 204 })
      }
      return Response.json(call.method === 'PUT' ? { ...ada, avatarUrl: '/api/users/u/avatars/k' } : ada)
    })
    show(<PictureField />)
    const input = await screen.findByLabelText('Picture')
    await userEvent.upload(input, new File(['bytes'], 'me.png', { type: 'image/png' }))
    await userEvent.click(await screen.findByRole('button', { name: 'Remove picture' }))
    expect(await screen.findByRole('button', { name: 'Choose a picture' })).toBeTruthy()
    expect(sent.map((call) => `${call.method} ${call.path}`)).toEqual([
      'GET /api/users/me',
      'PUT /api/users/me/avatar',
      'DELETE /api/users/me/avatar',
    ])
    expect(sent[1]?.body).toBe('bytes')
  })

  test('says why a picture is refused', async () => {
    server((call) =>
      call.method === 'PUT'
        ? Response.json(
            { code: 'file_too_large', title: 'Too large', detail: 'At most 5 MB.', status: 413 },
            { status: 413 },
          )
        : Response.json(ada),
    )
    show(<PictureField />)
    await userEvent.upload(await screen.findByLabelText('Picture'), new File(['x'], 'me.png', { type: 'image/png' }))
    expect(await screen.findByText(/At most 5 MB/)).toBeTruthy()
  })
})

describe('the page of who is signed in', () => {
  const menu = () => (
    <>
      <AccountMenu user={{ ...ada, role: 'owner', emailVerified: true }} />
      <Toasts />
    </>
  )
  const signOut = async () => {
    await userEvent.click(await screen.findByRole('button', { name: /of Ada Lovelace/ }))
    await userEvent.click(await screen.findByRole('menuitem', { name: 'Sign out' }))
  }

  test('stays when who that is cannot be asked again', async () => {
    let down = false
    server(() => (down ? problem(503, 'service_unavailable') : Response.json({ ...ada, emailVerified: true })))
    show(<AppShell />)
    const page = await screen.findByRole('main')
    down = true
    await refetch()
    expect(page.isConnected).toBe(true)
  })

  test('is not left by signing out when the session may still be there', async () => {
    server((call) => (call.path.endsWith('/signout') ? problem(503, 'service_unavailable') : Response.json(ada)))
    const router = show(menu())
    await signOut()
    expect(await screen.findByRole('button', { name: 'Dismiss' })).toBeTruthy()
    expect(router.state.location.pathname).toBe('/')
  })

  test.each([204, 401])('is left by signing out when the server says %i', async (status) => {
    server((call) => {
      if (call.method === 'GET') {
        return Response.json(ada)
      }
      return status === 204 ? new Response(null, { status }) : problem(status, 'unauthenticated')
    })
    const router = show(menu())
    await signOut()
    await waitFor(() => expect(router.state.location.pathname).toBe('/sign-in'))
  })
})

describe('the plan', () => {
  const limit = (name: string, most: number | null, used: number | null) => ({
    name,
    limit: most,
    used,
    left: null,
    resetsAt: null,
  })

  test('shows the trial, what follows, and what is used', async () => {
    server(() =>
      Response.json({
        plan: { key: 'pro', name: 'Pro' },
        trialEndsAt: '2026-12-05T08:00:00Z',
        planAfterTrial: { key: 'free', name: 'Free' },
        features: [],
        limits: [limit('bots', 3, 2), limit('uploadBytes', 10_485_760, null), limit('tokensPerMonth', null, null)],
      }),
    )
    show(<PlanStatus />)
    expect(await screen.findByText('Trial')).toBeTruthy()
    expect(screen.getByText(/then Free\. Nothing is deleted/)).toBeTruthy()
    expect(screen.getByText('2 of 3')).toBeTruthy()
    expect(screen.getByRole('progressbar', { name: 'Bots' }).getAttribute('aria-valuenow')).toBe('67')
    expect(screen.getByText('Up to 10 MB')).toBeTruthy()
    expect(screen.getByText('Unlimited')).toBeTruthy()
  })

  test('without a trial says nothing of one', async () => {
    server(() =>
      Response.json({
        plan: { key: 'free', name: 'Free' },
        trialEndsAt: null,
        planAfterTrial: null,
        features: [],
        limits: [limit('bots', 1, 2)],
      }),
    )
    show(<PlanStatus />)
    expect(await screen.findByText('2 of 1')).toBeTruthy()
    expect(screen.queryByText('Trial')).toBeNull()
  })
})
