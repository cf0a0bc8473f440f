// "Première lettre de la rue" filters "Voie" as it is typed; the button that does it on the server is not needed then.
// The name of a street that is in no list is asked once "Autre" is chosen.
const OTHER = 'autre'
const plain = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

export function filterStreets (root) {
  const letter = root.querySelector('[data-street-letter]')
  const street = root.querySelector('[data-street-list]')
  if (!letter || !street) return

  root.querySelector('[data-street-button]')?.setAttribute('hidden', '')
  const options = [...street.options]
  const apply = () => {
    const start = plain(letter.value.trim())
    const chosen = street.value
    const fits = (option) =>
      !option.dataset.word || !start || option.value === chosen || plain(option.dataset.word).startsWith(start) || plain(option.text).startsWith(start)
    street.replaceChildren(...options.filter(fits))
    street.value = chosen
  }
  letter.addEventListener('input', apply)
  apply()

  const other = root.querySelector('[data-street-other]')
  const written = other.querySelector('input')
  const ask = () => {
    other.hidden = street.value !== OTHER && written.value === ''
  }
  street.addEventListener('change', ask)
  ask()
}
