// "Ville" follows "Code Postal", and "Voie" is a list in the commune alone, as they are typed; the button that does it
// on the server is not needed then.
import { filterStreets } from "./street-filter.js"

const FRANCE = 'FR'

// Two ways of answering one question: the one that does not apply lies in the template.
function show (place, wanted) {
  if (place.dataset.shown === wanted) return
  const template = place.querySelector('template')
  const away = [...place.childNodes].filter((node) => node !== template)
  place.prepend(...template.content.childNodes)
  template.content.append(...away)
  place.dataset.shown = wanted
}

export function followPostalCode (root) {
  for (const address of root.querySelectorAll('[data-address]')) follow(address)
}

function follow (address) {
  const find = (name) => address.querySelector(`[data-address-${name}]`)
  const [country, code, town, street, said] = ['country', 'code', 'town', 'street', 'said'].map(find)
  const typed = () => town.querySelector('select, input')
  let own = ''
  let asked = 0

  find('button').hidden = true
  let filtered = street.dataset.shown === 'list'
  if (filtered) filterStreets(address)

  const fitStreets = () => {
    const here = country.value === FRANCE && own !== '' && typed().value === own
    show(street, here ? 'list' : 'text')
    if (here && !filtered) filterStreets(address)
    filtered = filtered || here
  }
  const offer = ({ towns, chosen }) => {
    const before = typed().value
    const listed = town.dataset.shown === 'list'
    show(town, towns.length ? 'list' : 'text')
    said.textContent = ''
    if (!towns.length && listed) typed().value = ''
    if (towns.length) {
      const list = typed()
      list.replaceChildren(new Option('Choisissez', ''), ...towns.map((name) => new Option(name, name)))
      list.value = towns.includes(before) ? before : chosen
      said.textContent = towns.length === 1 ? `Ville : ${towns[0]}` : `${towns.length} villes pour ce code postal`
    }
    fitStreets()
  }
  const look = async ({ keep = false } = {}) => {
    const number = ++asked
    const wanted = code.value.trim()
    own = ''
    if (country.value !== FRANCE) return offer({ towns: [] })
    if (!/^[0-9]{5}$/.test(wanted)) return
    try {
      const answer = await fetch(`${address.dataset.address}?code_postal=${wanted}`, { headers: { Accept: 'application/json' } })
      if (!answer.ok || number !== asked) return
      const found = await answer.json()
      own = found.own
      if (!keep) offer(found)
    } catch {
      // The network is away: the town is chosen or written as the page has it.
    }
  }

  country.addEventListener('change', () => look())
  code.addEventListener('input', () => look())
  town.addEventListener('change', fitStreets)
  look({ keep: true })
}
