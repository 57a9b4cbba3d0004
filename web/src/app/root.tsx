import { useEffect } from 'react'
import { Outlet, useLocation, useNavigate } from 'react-router'
import { onSessionLost } from '@/api/session'

/** Whatever request finds the session gone, the user lands on the sign-in page and comes back afterwards. */
export function Root() {
  const navigate = useNavigate()
  const location = useLocation()

  useEffect(() => {
    onSessionLost(() => {
      if (location.pathname !== '/sign-in' && location.pathname !== '/sign-up') {
        navigate(signInPath(location.pathname + location.search), { replace: true })
      }
    })
  }, [location, navigate])

  return <Outlet />
}

export function signInPath(returnTo: string): string {
  return returnTo === '/' || returnTo === '/bots' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(returnTo)}`
}
