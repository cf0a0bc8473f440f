// Step 3: the box "Je ne suis pas un robot". The work is done on the device; nothing is asked of anybody else.
import "./altcha.js"

const WORKER = new URL("./altcha-worker.js", import.meta.url)
const WORDS = {
  label: 'Je ne suis pas un robot',
  verifying: 'Vérification en cours...',
  verified: 'VERIFICATION EFFECTUE',
  error: 'La vérification a échoué. Recommencez, ou demandez un code par mail.',
  expired: 'La vérification a expiré. Recommencez-la.',
  waitAlert: 'Vérification en cours : patientez un instant.',
  verificationRequired: 'Vérification requise'
}
const SAID = { verifying: WORDS.verifying, verified: WORDS.verified, error: WORDS.error, expired: WORDS.expired }

export function offerCaptcha (root, place) {
  globalThis.$altcha.i18n.set('fr', WORDS)
  globalThis.$altcha.algorithms.set('PBKDF2/SHA-256', () => new Worker(WORKER))

  const said = root.querySelector('[data-captcha-said]')
  const byMail = root.querySelector('[data-captcha-mail]')
  const widget = document.createElement('altcha-widget')
  widget.setAttribute('challenge', place.dataset.captcha)
  widget.setAttribute('name', 'captcha')
  widget.setAttribute('language', 'fr')
  widget.setAttribute('configuration', JSON.stringify({ hideFooter: true, hideLogo: true, humanInteractionSignature: false }))
  widget.addEventListener('load', () => {
    if (!byMail.querySelector('.govuk-error-message')) byMail.open = false
  })
  widget.addEventListener('statechange', ({ detail }) => {
    said.textContent = SAID[detail.state] || ''
    if (detail.state === 'error') byMail.open = true
  })
  place.append(widget)
}
