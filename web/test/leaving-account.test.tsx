import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, test } from 'vitest'
import { DataExport } from '@/pages/account/data-export'
import { DeleteAccount } from '@/pages/account/delete-account'
import { DeleteAccountPage } from '@/pages/account/delete-account-page'
import { sent, server, show } from './page-scene'

const AT = '2026-11-21T13:45:16.551Z'
const item = (state: string, sizeBytes: number | null = null) => ({
  id: 'e1',
  state,
  sizeBytes,
  createdAt: AT,
  finishedAt: null,
  expiresAt: AT,
})

describe('an export', () => {
  test('is started, watched until it is ready, and loaded', async () => {
    let looks = 0
    server((call) => {
      if (call.method === 'POST') {
        return Response.json(item('waiting'), { status: 202 })
      }
      looks++
      const items = looks === 1 ? [] : [looks === 2 ? item('running') : item('ready', 48_213)]
      return Response.json({ items })
    })
    show(<DataExport />)
    await userEvent.click(await screen.findByRole('button', { name: 'Export my data' }))
    expect(await screen.findByText('Being made')).toBeTruthy()
    expect(screen.getByRole('button', { name: 'Export my data' })).toHaveProperty('disabled', true)
    const link = await screen.findByRole('link', { name: 'Download (48 kB)' }, { timeout: 5_000 })
    expect(link.getAttribute('href')).toBe('/api/users/me/exports/e1/file')
  })

  test('that is refused says why', async () => {
    server((call) =>
      call.method === 'POST'
        ? Response.json({ code: 'conflict', title: 'No', detail: 'One is being made.', status: 409 }, { status: 409 })
        : Response.json({ items: [item('failed')] }),
    )
    show(<DataExport />)
    expect(await screen.findByText(/could not be made/)).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'Export my data' }))
    expect(await screen.findByText(/One is being made/)).toBeTruthy()
  })
})

describe('an account', () => {
  async function ask(password: string) {
    await userEvent.click(await screen.findByRole('button', { name: 'Delete account' }))
    const confirm = (await screen.findAllByRole('button', { name: 'Delete account' })).at(-1) as HTMLElement
    expect(confirm).toHaveProperty('disabled', true)
    await userEvent.type(screen.getByLabelText(/Type “delete”/), 'delete')
    if (password) {
      await userEvent.type(screen.getByLabelText('Password'), password)
    }
    return confirm
  }

  const deletions = () => sent.filter((call) => call.path === '/api/users/me/deletion')

  test('is deleted with the word typed and the password', async () => {
    server((call) =>
      call.method === 'GET'
        ? Response.json({ enabled: false, recoveryCodesLeft: 0 })
        : Response.json({ state: 'closed' }, { status: 202 }),
    )
    const router = show(<DeleteAccount />)
    await userEvent.click(await ask('correct horse'))
    await waitFor(() => expect(router.state.location.pathname).toBe('/sign-in'))
    expect(deletions().map((call) => call.body)).toEqual([{ password: 'correct horse', code: null }])
  })

  test('with a second factor needs its code, and says what is wrong', async () => {
    server((call) =>
      call.method === 'GET'
        ? Response.json({ enabled: true, recoveryCodesLeft: 3 })
        : Response.json(
            {
              code: 'invalid_request',
              title: 'No',
              status: 400,
              errors: [{ field: 'code', message: 'is wrong, or was used before' }],
            },
            { status: 400 },
          ),
    )
    show(<DeleteAccount />)
    const confirm = await ask('correct horse')
    await userEvent.type(await screen.findByLabelText('Code'), '123456')
    await userEvent.click(confirm)
    expect(await screen.findByText(/is wrong, or was used before/)).toBeTruthy()
    expect(deletions().map((call) => call.body)).toEqual([{ password: 'correct horse', code: '123456' }])
  })

  test('without a password is told to look for the e-mail', async () => {
    server((call) =>
      call.method === 'GET'
        ? Response.json(
            call.path === '/api/auth/totp' ? { enabled: false, recoveryCodesLeft: 0 } : { password: false, items: [] },
          )
        : Response.json({ state: 'confirmationSent' }, { status: 202 }),
    )
    show(<DeleteAccount />)
    const confirm = await ask('')
    expect(await screen.findByText(/You get an e-mail first/)).toBeTruthy()
    expect(screen.queryByLabelText('Password')).toBeNull()
    await userEvent.click(confirm)
    expect(await screen.findByText(/We have sent you an e-mail/)).toBeTruthy()
  })

  test('is deleted by a click on the page of the link, not by opening it', async () => {
    server(() => new Response(null, { status: 204 }))
    show(<DeleteAccountPage />, '/?token=abc')
    expect(sent).toEqual([])
    await userEvent.click(screen.getByRole('button', { name: 'Delete account' }))
    expect(await screen.findByRole('heading', { name: 'Your account is deleted' })).toBeTruthy()
    expect(sent.map((call) => call.body)).toEqual([{ token: 'abc' }])
  })
})
