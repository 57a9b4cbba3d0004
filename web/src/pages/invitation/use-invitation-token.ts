import { useEffect, useState } from 'react'
import { useNavigate, useSearchParams } from 'react-router'

const KEPT = 'chatforge.invitation'

/**
 * The token of the link. It leaves the address at once, so that it stays in no history and goes to no other site, and
 * waits in the tab while its holder signs in or opens an account.
 */
export function useInvitationToken(): string {
  const [search] = useSearchParams()
  const given = search.get('token')
  const navigate = useNavigate()
  const [token] = useState(() => given ?? recall())
  useEffect(() => {
    if (given !== null && keep(given)) {
      navigate('/invitation', { replace: true })
    }
  }, [given, navigate])
  return token
}

export function forgetInvitation(): void {
  try {
    sessionStorage.removeItem(KEPT)
  } catch {
    // Nothing was kept either.
  }
}

function recall(): string {
  try {
    return sessionStorage.getItem(KEPT) ?? ''
  } catch {
    return ''
  }
}

/** Without storage the token stays in the address: an invitation that cannot be accepted is of no use. */
function keep(token: string): boolean {
  try {
    sessionStorage.setItem(KEPT, token)
    return true
  } catch {
    return false
  }
}
