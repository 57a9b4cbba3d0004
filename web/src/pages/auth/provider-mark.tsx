/** The first letter, in a tile of its own: the trade marks of others are theirs. */
export function ProviderMark({ name, label }: { name: string; label: string }) {
  return (
    <span
      aria-hidden
      data-provider={name}
      className="grid size-6 shrink-0 place-items-center rounded-md bg-ink text-xs font-bold text-surface"
    >
      {label.charAt(0).toUpperCase()}
    </span>
  )
}
