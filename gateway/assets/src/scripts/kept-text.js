// Keeps what was typed on the server while people are busy elsewhere: before the camera opens, before a file leaves, and
// when the page is hidden. A phone that closes the page meanwhile loses nothing.
const NOT_TYPED = new Set(['csrf', 'form_key', 'action', 'base', 'record', 'version'])
const JUST_LEFT = 3000
const keepers = new WeakMap()

// What became of a text, told to whoever listens at the form: `kept`, `conflict`, `signed-out`, `away`.
export const OUTCOME = 'kiosque:text'

// One keeper a form: whoever asks first makes it.
export function keepText (form) {
  if (!keepers.has(form)) keepers.set(form, keeperOf(form))
  return keepers.get(form)
}

function keeperOf (form) {
  const texts = () => [...new FormData(form)].filter(([, value]) => typeof value === 'string')
  const print = () => JSON.stringify(texts().filter(([name]) => !NOT_TYPED.has(name)))
  const tell = (outcome) => form.dispatchEvent(new CustomEvent(OUTCOME, { detail: outcome }))

  let kept = document.querySelector('.govuk-error-summary') ? '' : print()
  let under = Promise.resolve()
  let left = 0
  // What left without an answer may have arrived all the same. It goes again as it was before anything newer does: the
  // server knows it again, and would take the newer text for somebody else's.
  let unanswered = null

  const snapshot = () => {
    const body = new URLSearchParams(texts())
    body.set('action', 'garder')
    return { body, print: print() }
  }

  const post = async (text) => {
    unanswered = text
    try {
      const answer = await fetch(form.getAttribute('action'), {
        method: 'POST',
        body: text.body,
        keepalive: true,
        credentials: 'same-origin',
        headers: { 'X-Kiosque-Part': 'text', Accept: 'application/json' }
      })
      if (!answer.ok || answer.redirected) {
        if (answer.status < 500) unanswered = null
        tell(answer.status === 409 ? 'conflict' : answer.status === 403 || answer.redirected ? 'signed-out' : 'away')
        return false
      }
      const { fields } = await answer.json()
      unanswered = null
      for (const name in fields) form.elements[name].value = fields[name]
      kept = text.print
      tell('kept')
      return true
    } catch {
      // The network is away: the text is still in the form, and goes with the next occasion.
      tell('away')
      return false
    }
  }

  // One at a time: each is filled from what the one before left behind. Resolves to true when something was stored.
  const keep = ({ always = false } = {}) => {
    under = under.then(async () => {
      const again = unanswered !== null
      if (again && !await post(unanswered)) return false
      return print() !== kept || (always && !again) ? post(snapshot()) : again
    })
    return under
  }
  keep.isAnswered = () => unanswered === null

  // Whoever presses ANNULER or a button of the form decides for themselves what becomes of the text.
  document.addEventListener('click', (event) => { if (event.target.closest('a[href]')) left = Date.now() }, true)
  form.addEventListener('submit', () => { left = Date.now() })
  document.addEventListener('visibilitychange', () => {
    if (document.hidden && Date.now() - left > JUST_LEFT) keep()
  })
  return keep
}
