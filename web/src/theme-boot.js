// Runs before the first paint. A missing or unknown choice means: follow the system.
try {
  const theme = localStorage.getItem('chatforge.theme')
  if (theme === 'light' || theme === 'dark') {
    document.documentElement.dataset.theme = theme
  }
} catch {
  // Storage may be forbidden; the system's scheme is used then.
}
