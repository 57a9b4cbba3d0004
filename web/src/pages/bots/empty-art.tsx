/** A document, a highlighted line, and the answer that grows out of it. */
export function EmptyArt() {
  return (
    <svg viewBox="0 0 240 150" aria-hidden="true" className="w-60">
      <rect
        x="18"
        y="12"
        width="104"
        height="130"
        rx="10"
        className="fill-surface stroke-line-strong"
        strokeWidth="1.5"
      />
      {[30, 44, 58, 86, 100, 114].map((y, index) => (
        <rect key={y} x="34" y={y} width={[72, 60, 68, 70, 54, 64][index]} height="5" rx="2.5" className="fill-line" />
      ))}
      <rect x="30" y="68" width="82" height="12" rx="3" className="fill-mark" />
      <rect x="34" y="72" width="70" height="4" rx="2" className="fill-on-mark/60" />
      <path
        d="M114 74 C 140 74, 136 62, 150 58"
        fill="none"
        className="stroke-accent-ink"
        strokeWidth="2"
        strokeLinecap="round"
        strokeDasharray="1 6"
      />
      <path
        d="M160 30 h50 a12 12 0 0 1 12 12 v30 a12 12 0 0 1 -12 12 h-30 l-14 12 a2 2 0 0 1 -3 -1.6 v-10.400 a12 12 0 0 1 -11 -12 v-30 a12 12 0 0 1 8 -12 z"
        className="fill-spruce"
      />
      <rect x="164" y="46" width="44" height="5" rx="2.5" className="fill-white/60" />
      <rect x="164" y="58" width="30" height="5" rx="2.500" className="fill-white/60" />
      <rect x="198" y="55" width="12" height="11" rx="3" className="fill-lime" />
    </svg>
  )
}
