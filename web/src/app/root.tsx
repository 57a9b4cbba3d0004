import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { Outlet, useLocation, useNavigate } from 'react-router'
import { onSessionLost } from '@/api/session'

/** Whatever request finds the session gone, the user lands on the sign-in page and comes back afterwards. */
export function Root() {
  const navigate = useNavigate()
  const location = useLocation()
  const queryClient = useQueryClient()

  useEffect(() => {
    onSessionLost(() => {
      if (location.pathname !== '/sign-in' && location.pathname !== '/sign-up') {
        queryClient.clear()
        navigate(signInPath(location.pathname + location.search), { replace: true })
      }
    })
  }, [location, navigate, queryClient])

  return <Outlet />
}

export function signInPath(returnTo: string): string {
  return returnTo === '/' || returnTo === '/bots' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(returnTo)}`
}
