// The page that shows the code famille moves on by itself once the address is confirmed, wherever that was done.
const FIRST = 3000
const SLOWEST = 15000

export function waitForActivation (root) {
  const waiting = root.querySelector('[data-activation-state]')
  if (!waiting) return

  let pause = FIRST
  const look = async () => {
    if (!document.hidden) {
      try {
        const answer = await fetch(waiting.dataset.activationState, { headers: { Accept: 'application/json' } })
        // Left alone for too long: the password is asked first, when somebody presses the button.
        if (answer.redirected) return
        if (answer.ok && (await answer.json()).activated) {
          window.location.assign(waiting.dataset.next)
          return
        }
        if (answer.status === 401 || answer.status === 404) return
      } catch {
        // The network is away: look again later.
      }
      pause = Math.min(pause * 1.2, SLOWEST)
    }
    setTimeout(look, pause)
  }
  setTimeout(look, pause)
  document.addEventListener('visibilitychange', () => { pause = FIRST })
}
