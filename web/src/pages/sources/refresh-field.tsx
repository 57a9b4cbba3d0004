import type { Source } from '@/api/types'
import { Field } from '@/components/ui/field'
import { Select } from '@/components/ui/select'
import { REFRESH_NAMES } from './kinds'

export type Refresh = Source['refresh']

interface RefreshFieldProps {
  value: Refresh
  onChange: (value: Refresh) => void
  error?: string | undefined
}

export function RefreshField({ value, onChange, error }: RefreshFieldProps) {
  return (
    <Field
      label="Look for changes"
      hint="Only what changed is read again. What was found before stays until then, also when it fails."
      error={error}
    >
      <Select value={value} onChange={(event) => onChange(event.target.value as Refresh)}>
        {Object.entries(REFRESH_NAMES).map(([key, name]) => (
          <option key={key} value={key}>
            {name}
          </option>
        ))}
      </Select>
    </Field>
  )
}
