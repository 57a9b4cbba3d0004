import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { Logo } from '@/components/logo'

interface AuthLayoutProps {
  title: string
  intro: ReactNode
  children: ReactNode
}

export function AuthLayout({ title, intro, children }: AuthLayoutProps) {
  return (
    <div className="grid min-h-dvh lg:grid-cols-[minmax(26rem,1fr)_1.15fr]">
      <main className="flex flex-col px-6 py-6 sm:px-10">
        <Link to="/" className="flex self-start rounded-lg">
          <Logo />
        </Link>
        <div className="mx-auto flex w-full max-w-sm grow flex-col justify-center py-10">
          <h1 className="text-3xl font-bold">{title}</h1>
          <p className="mt-2 text-ink-muted">{intro}</p>
          {children}
        </div>
      </main>
      <Evidence />
    </div>
  )
}

/** What the product does, shown instead of told: an answer, and the line of the document it stands on. */
function Evidence() {
  return (
    <aside aria-hidden className="relative hidden overflow-hidden bg-spruce-deep text-white lg:flex lg:items-center">
      <div className="mx-auto w-full max-w-xl px-10 py-16">
        <p className="font-display text-[2.6rem] leading-[1.12] font-bold tracking-tight text-balance">
          Answers that show where they come from.
        </p>
        <div className="mt-12 animate-rise">
          <p className="ml-auto w-fit rounded-2xl rounded-br-md bg-white/10 px-4 py-2.5 text-[0.9375rem]">
            How long is the warranty on the compressor?
          </p>
          <p className="mt-5 max-w-md text-[0.9375rem] leading-relaxed text-white/85">
            Five years from the date of commissioning, if the annual service is documented
            <span className="mx-1 inline-grid h-5 min-w-5 place-items-center rounded-md bg-lime px-1 text-xs font-bold text-spruce-deep">
              1
            </span>
          </p>
          <div className="mt-7 rounded-2xl bg-[oklch(0.98_0.008_130)] p-7 text-[0.8125rem] leading-[1.75] text-[oklch(0.36_0.02_170)] shadow-float">
            <p className="mb-3 text-xs font-semibold text-[oklch(0.53_0.02_172)]">Installation manual.pdf, page 41</p>
            <p>
              The general warranty covers parts and labour for twenty-four months.{' '}
              <span className="animate-sweep rounded-[0.15em] bg-[linear-gradient(var(--color-lime),var(--color-lime))] bg-size-[100%_100%] bg-no-repeat box-decoration-clone px-0.5 py-[0.12em] font-medium text-spruce-deep [animation-delay:0.9s]">
                For the compressor it is extended to five years from commissioning, provided that the annual service is
                documented in the log book.
              </span>{' '}
              Wear parts are excluded, as is damage by unsuitable water.
            </p>
          </div>
        </div>
      </div>
    </aside>
  )
}
