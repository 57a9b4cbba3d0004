import { useModels } from '@/api/conversations'
import { Field } from '@/components/ui/field'
import { Select } from '@/components/ui/select'

interface ModelFieldProps {
  botId: string
  model: string
  provider: string
  onChange: (choice: { model: string; provider: string }) => void
}

export function ModelField({ botId, model, provider, onChange }: ModelFieldProps) {
  const models = useModels(botId).data ?? []
  if (models.length < 2 && model === '') {
    return null
  }
  const chosen = models.findIndex((one) => one.id === model && (provider === '' || one.provider === provider))
  return (
    <Field label="Model" hint="The default follows what the operator has set up.">
      <Select
        value={chosen < 0 ? (model === '' ? '' : 'unknown') : String(chosen)}
        onChange={({ target }) => {
          const picked = models[Number(target.value)]
          onChange(
            target.value === '' || !picked
              ? { model: '', provider: '' }
              : { model: picked.id, provider: picked.provider },
          )
        }}
      >
        <option value="">Default</option>
        {chosen < 0 && model !== '' && <option value="unknown">{model} (not available)</option>}
        {models.map(({ id, provider: by, name }, index) => (
          <option key={`${by}/${id}`} value={index}>
            {name}
          </option>
        ))}
      </Select>
    </Field>
  )
}
