import { useEffect } from 'react'
import { Outlet, useLocation, useNavigate } from 'react-router'
import { onSessionLost } from '@/api/session'

/** Pages that are for who is signed in and who is not. */
const OPEN = ['/sign-in', '/sign-up', '/invitation']

/** Whatever request finds the session gone, the user lands on the sign-in page and comes back afterwards. */
export function Root() {
  const navigate = useNavigate()
  const location = useLocation()

  useEffect(() => {
    onSessionLost(() => {
      if (!OPEN.includes(location.pathname)) {
        navigate(signInPath(location.pathname + location.search), { replace: true })
      }
    })
  }, [location, navigate])

  return <Outlet />
}

export function signInPath(returnTo: string): string {
  return returnTo === '/' || returnTo === '/bots' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(returnTo)}`
}
