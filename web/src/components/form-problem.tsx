import type { ProblemError } from '@/api/problem'
import { LimitNotice } from '@/pages/settings/limit-notice'

/** What a form's fields do not say themselves. */
export function FormProblem({ error, fields }: { error: ProblemError | null; fields: string[] }) {
  const said = error && error.faults.length > 0 && Object.keys(error.fields).every((field) => fields.includes(field))
  return error && !said && <LimitNotice error={error} />
}
