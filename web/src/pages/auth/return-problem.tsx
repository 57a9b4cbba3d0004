import { ProblemError } from '@/api/problem'
import { ProblemNotice } from '@/components/problem-notice'

const PROBLEMS: Record<string, { title: string; detail: string }> = {
  sign_in_cancelled: {
    title: 'Sign-in cancelled',
    detail: 'You stopped at the provider, so nothing was changed here. Try again whenever you like.',
  },
  sign_in_expired: {
    title: 'That took too long',
    detail:
      'A sign-in lasts ten minutes, works once, and has to end in the browser where it began. Please begin again.',
  },
  identity_refused: {
    title: 'The provider’s answer could not be trusted',
    detail: 'Please begin again. If it happens once more, tell the operator of this site.',
  },
  address_not_verified: {
    title: 'Your address is not verified there',
    detail: 'Confirm your e-mail address at the provider first, or sign up here with a password.',
  },
  linking_needed: {
    title: 'You have an account here already',
    detail:
      'Its address was never confirmed, so we cannot know that it is yours. Sign in with its password, confirm the address, and this way in works too.',
  },
  identity_taken: {
    title: 'Linked with another account',
    detail: 'Somebody here, perhaps you with another address, uses it to sign in. Unlink it there first.',
  },
  account_suspended: {
    title: 'This account is suspended',
    detail: 'Ask the operator of this site why.',
  },
  sign_in_provider_failed: {
    title: 'The provider does not answer',
    detail: 'Try again in a little while, or sign in with your password.',
  },
}

const OTHER = { title: 'That did not work', detail: 'Please begin again, or sign in with your password.' }

/** Why the browser came back from a provider without being signed in, by the code in the address. */
export function ReturnProblem({ code, className = '' }: { code: string; className?: string }) {
  const known = Object.hasOwn(PROBLEMS, code) ? PROBLEMS[code] : undefined
  return <ProblemNotice error={new ProblemError({ code, status: 400, ...(known ?? OTHER) })} className={className} />
}
