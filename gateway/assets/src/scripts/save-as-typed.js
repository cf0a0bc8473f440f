// A form that is saved as one types: a moment after the last key, and when the page is left. The button still says when
// it is meant; what stands there before is kept as it was typed.
import { OUTCOME, keepText } from "./kept-text.js"

const AFTER_TYPING = 1500
const AGAIN = 10000

export function saveAsTyped (root) {
  const form = root.querySelector('form[data-save-as-typed]')
  const said = form?.querySelector('[data-saved]')
  if (!said || !window.FormData || !window.CustomEvent) return

  const words = JSON.parse(said.dataset.words)
  const keep = keepText(form)
  let timer = 0
  let busy = null
  let stopped = false
  let leaving = false

  const save = () => {
    clearTimeout(timer)
    if (stopped || leaving) return
    const saving = keep().finally(() => { if (busy === saving) busy = null })
    busy = saving
  }
  const later = (wait) => {
    clearTimeout(timer)
    if (!stopped) timer = setTimeout(save, wait)
  }
  const say = (outcome) => {
    const now = new Date()
    const time = `${now.getHours()}\u00a0h\u00a0${String(now.getMinutes()).padStart(2, '0')}`
    said.textContent = words[outcome === 'kept' ? 'saved' : outcome].replace('{time}', time)
  }

  form.addEventListener(OUTCOME, ({ detail }) => {
    say(detail)
    // Another tab was faster, or nobody is signed in any more: the button is the way on, and nothing is overwritten.
    stopped = detail === 'conflict' || detail === 'signed-out'
    if (detail === 'away') later(AGAIN)
  })
  const typed = (event) => {
    leaving = false
    if (event.target.type !== 'file') later(AFTER_TYPING)
  }
  form.addEventListener('input', typed)
  form.addEventListener('change', typed)
  document.addEventListener('visibilitychange', () => { if (document.hidden) save() })
  // ANNULER: what was typed since the last pause is not meant to stay.
  document.addEventListener('click', (event) => { if (event.target.closest('[data-gives-up]')) leaving = true })
  window.addEventListener('pagehide', save)

  // A button that is pressed while a text is on its way waits for it: it would meet its own change as somebody else's.
  form.addEventListener('submit', (event) => {
    clearTimeout(timer)
    if (!keep.isAnswered()) save()
    // The button takes the text along: what is sent once more as the page goes would meet it as somebody else's.
    leaving = true
    if (!busy) return
    event.preventDefault()
    event.stopImmediatePropagation()
    const button = event.submitter
    busy.then(() => {
      if (form.requestSubmit) form.requestSubmit(button)
      else button?.click()
    })
  }, true)
}
