import { cleanup, configure } from '@testing-library/react'
import { afterEach } from 'vitest'
import { forgetAccount } from '@/lib/forget'

// A busy machine takes seconds to load a part that comes later; what never comes still fails.
configure({ asyncUtilTimeout: 20_000 })
afterEach(() => {
  cleanup()
  forgetAccount()
})
