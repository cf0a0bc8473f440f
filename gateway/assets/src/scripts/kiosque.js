// What JavaScript adds to pages that already work without it.
import { Button, Checkboxes, ErrorSummary, PasswordInput, Radios, SkipLink, createAll } from "./govuk-frontend.js"
import { followPostalCode } from "./address.js"
import { showPasswordStrength } from "./password-strength.js"
import { waitForActivation } from "./activation-wait.js"
import { sendFilesAtOnce } from "./pieces.js"
import { saveAsTyped } from "./save-as-typed.js"
import { offerSignaturePads } from "./signature-pad.js"
import { followStatement } from "./statement-text.js"
import { filterStreets } from "./street-filter.js"

document.body.classList.add('js-enabled')
if ('noModule' in HTMLScriptElement.prototype) {
  document.body.classList.add('govuk-frontend-supported')
}

for (const Component of [Button, Checkboxes, ErrorSummary, Radios, SkipLink]) {
  createAll(Component)
}
createAll(PasswordInput, {
  i18n: {
    showPassword: 'Afficher',
    hidePassword: 'Masquer',
    showPasswordAriaLabel: 'Afficher le mot de passe',
    hidePasswordAriaLabel: 'Masquer le mot de passe',
    passwordShownAnnouncement: 'Votre mot de passe est visible',
    passwordHiddenAnnouncement: 'Votre mot de passe est masqué'
  }
})

followPostalCode(document)
showPasswordStrength(document)
waitForActivation(document)
saveAsTyped(document)
sendFilesAtOnce(document)
offerSignaturePads(document)
followStatement(document)
for (const alone of document.querySelectorAll('[data-streets-alone]')) filterStreets(alone)

// Only one page has it, and only a device that can compute it is shown it: the others get a code by mail.
const captcha = document.querySelector('[data-captcha]')
if (captcha && window.crypto?.subtle && window.Worker && window.customElements) {
  import("./captcha.js").then(({ offerCaptcha }) => offerCaptcha(document, captcha))
}
