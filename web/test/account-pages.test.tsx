import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, test } from 'vitest'
import { SecondFactor } from '@/pages/account/second-factor'
import { ForgotPasswordPage } from '@/pages/auth/forgot-password-page'
import { ResetPasswordPage } from '@/pages/auth/reset-password-page'
import { SignInPage } from '@/pages/auth/sign-in-page'
import { VerifyEmailPage } from '@/pages/auth/verify-email-page'
import { sent, server, show } from './page-scene'

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
    server(() => new Response(null, { status: 204 }))
    show(<VerifyEmailPage />, '/?token=abc')
    expect(sent).toEqual([])
    await userEvent.click(screen.getByRole('button', { name: 'Confirm' }))
    expect(await screen.findByRole('heading', { name: 'Your address is confirmed' })).toBeTruthy()
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
    server((call) => {
      if (call.method === 'GET') {
        return Response.json({ enabled: false, recoveryCodesLeft: 0 })
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
    await userEvent.click(screen.getByRole('button', { name: 'I have kept them' }))
    expect(await screen.findByText(/2 recovery codes are left/)).toBeTruthy()
  })
})
