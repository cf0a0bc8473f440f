// What JavaScript adds to pages that already work without it.
import { Button, Checkboxes, ErrorSummary, PasswordInput, Radios, SkipLink, createAll } from "./govuk-frontend.js"
import { filterStreets } from "./street-filter.js"
import { showPasswordStrength } from "./password-strength.js"
import { waitForActivation } from "./activation-wait.js"
import { checkFilesBeforeSending } from "./file-check.js"

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

filterStreets(document)
showPasswordStrength(document)
waitForActivation(document)
checkFilesBeforeSending(document)
