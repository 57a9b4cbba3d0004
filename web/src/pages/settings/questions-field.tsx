import { Plus, X } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { Input } from '@/components/ui/field'

const MOST = 10

interface QuestionsFieldProps {
  questions: string[]
  onChange: (questions: string[]) => void
  error: string | undefined
}

export function QuestionsField({ questions, onChange, error }: QuestionsFieldProps) {
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1.5 text-sm font-semibold">Suggested questions</legend>
      {questions.map((question, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows are told apart by their place, texts may be equal while typing
        <div key={index} className="flex gap-2">
          <Input
            aria-label={`Suggested question ${index + 1}`}
            maxLength={200}
            value={question}
            onChange={(event) => onChange(questions.with(index, event.target.value))}
          />
          <Button
            variant="ghost"
            size="icon"
            aria-label={`Remove suggested question ${index + 1}`}
            onClick={() => onChange(questions.toSpliced(index, 1))}
          >
            <X aria-hidden />
          </Button>
        </div>
      ))}
      {error && <p className="text-sm font-medium text-danger">{error}</p>}
      {questions.length < MOST && (
        <Button
          variant="secondary"
          size="sm"
          className="justify-self-start"
          onClick={() => onChange([...questions, ''])}
        >
          <Plus aria-hidden />
          Add a question
        </Button>
      )}
    </fieldset>
  )
}
