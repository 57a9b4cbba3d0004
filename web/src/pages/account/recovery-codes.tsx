import { Button } from '@/components/ui/button'
import { toast } from '@/components/ui/toast'

/** Shown this once; who leaves before keeping them has to begin anew. */
export function RecoveryCodes({ codes, onDone }: { codes: string[]; onDone: () => void }) {
  const text = codes.join('\n')
  const copy = async () => {
    await navigator.clipboard.writeText(text)
    toast('Copied')
  }
  return (
    <div className="grid gap-4">
      <p className="font-semibold">The second factor is on.</p>
      <p className="text-sm text-ink-muted">
        Keep these recovery codes where you find them without your phone. Each is good for one sign-in. They are not
        shown again.
      </p>
      <ul className="grid grid-cols-1 gap-x-8 gap-y-1.5 rounded-xl bg-raised p-4 font-mono text-sm select-all sm:grid-cols-2">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-3">
        <Button onClick={onDone}>I have kept them</Button>
        {navigator.clipboard && (
          <Button variant="secondary" onClick={copy}>
            Copy
          </Button>
        )}
        <Button variant="secondary" asChild>
          <a href={`data:text/plain;charset=utf-8,${encodeURIComponent(text)}`} download="chatforge-recovery-codes.txt">
            Download
          </a>
        </Button>
      </div>
    </div>
  )
}
