import { Link } from 'react-router'
import type { ProblemError } from '@/api/problem'
import { ProblemNotice } from '@/components/problem-notice'
import { Button } from '@/components/ui/button'

/** A problem; when it is the plan that allows no more, with the way to the plan. */
export function LimitNotice({ error }: { error: ProblemError }) {
  return (
    <ProblemNotice error={error}>
      {error.code === 'plan_limit_reached' && (
        <Button variant="secondary" size="sm" asChild>
          <Link to="/account">See your plan</Link>
        </Button>
      )}
    </ProblemNotice>
  )
}
