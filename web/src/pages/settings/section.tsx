import type { ReactNode } from 'react'

interface SectionProps {
  title: string
  intro: string
  children: ReactNode
}

export function Section({ title, intro, children }: SectionProps) {
  return (
    <section className="grid gap-x-10 gap-y-5 border-t border-line py-9 first-of-type:border-0 md:grid-cols-[15rem_minmax(0,1fr)]">
      <div>
        <h2 className="text-lg font-semibold">{title}</h2>
        <p className="mt-1 text-sm text-ink-muted">{intro}</p>
      </div>
      <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] content-start gap-6">{children}</div>
    </section>
  )
}
