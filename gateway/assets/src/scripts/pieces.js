// DOSSIERS ET PIÈCES JUSTIFICATIVES with scripts: a file that is chosen leaves at once, and only its row is renewed.
import { keepText } from "./kept-text.js"
import { Sending, told } from "./file-sending.js"
import { isPicture, reduced } from "./photo-reduction.js"

const MOST_BYTES = 10 * 1024 * 1024
const MOST_TRIES = 3
const PAUSE = 3000
const KINDS = /\.(pdf|jpe?g|jfif|png|webp|hei[cf])$/i

export function sendFilesAtOnce (root) {
  const form = root.querySelector('table[data-pieces]')?.closest('form')
  if (!form || !window.FormData || !window.crypto) return

  const tables = form.querySelectorAll('table[data-pieces]') // a request may have two dossiers; their pieces differ
  const words = JSON.parse(tables[0].dataset.words)
  const status = root.getElementById('pieces-status')
  const keep = keepText(form)
  const sendings = []
  const wrongs = new Map()
  let begun = false
  let running = false
  let reducing = 0
  let afterwards = null

  const filled = (sentence, name) => sentence.replace('{name}', name)
  // Heard by whoever listens; `loud` also seen, for what keeps the page from going on: that stays until it goes on.
  const say = (sentence, loud = false) => {
    if (afterwards && !loud) return
    status.textContent = sentence
    status.classList.toggle('govuk-visually-hidden', !loud)
    status.classList.toggle('k-waits', loud)
  }
  const rowOf = (node) => node.closest('tr[data-piece]')
  const rowNamed = (piece) => form.querySelector(`tr[data-piece="${piece}"]`)

  // Without a script an input and JOINDRE stand side by side; with it JOINDRE opens the choice of a file.
  const dress = (row) => {
    for (const input of row.querySelectorAll('input[type="file"]')) input.tabIndex = -1
  }

  const showWrongs = (piece) => {
    const row = rowNamed(piece)
    const place = row?.querySelector('[data-said]')
    if (!place) return
    const said = wrongs.get(piece) || []
    row.classList.toggle('k-row--error', said.length > 0)
    place.replaceChildren(...said.map((sentence) => {
      const line = document.createElement('p')
      line.className = 'govuk-error-message'
      line.textContent = sentence
      return line
    }))
  }

  const complain = (piece, sentences) => {
    wrongs.set(piece, [...(wrongs.get(piece) || []), ...sentences])
    showWrongs(piece)
  }

  // The new row takes over what is under way, the pictures that are there already, and the focus.
  const renew = (piece, html) => {
    const old = rowNamed(piece)
    const mould = document.createElement('template')
    mould.innerHTML = html.trim()
    const row = mould.content.querySelector('tr')
    if (!old || !row) return
    const focused = old.contains(document.activeElement) ? document.activeElement : null
    row.querySelector('[data-sending]')?.replaceWith(old.querySelector('[data-sending]'))
    // What was typed beside the files stays as it is.
    for (const input of old.querySelectorAll('input[name^="date:"]')) {
      row.querySelector(`input[name="${input.name}"]`)?.replaceWith(input)
    }
    for (const picture of old.querySelectorAll('img')) {
      row.querySelector(`img[src="${picture.getAttribute('src')}"]`)?.replaceWith(picture)
    }
    old.replaceWith(row)
    dress(row)
    showWrongs(piece)
    if (focused && !row.contains(focused)) {
      const again = focused.value && row.querySelector(`button[value="${focused.value}"]`)
      const target = again || row.querySelector('[data-join], button, a')
      target?.focus()
    } else {
      focused?.focus()
    }
  }

  const bodyOf = (action, key) => {
    const body = new FormData()
    body.append('csrf', form.elements.csrf.value)
    body.append('form_key', key)
    body.append('action', action)
    return body
  }

  const busy = () => reducing > 0 || sendings.some((one) => ['waiting', 'sending'].includes(one.state))
  const lost = () => sendings.find((one) => one.state === 'interrupted')

  // One file after the other, on a thin link the first ones are safe soonest.
  const run = async () => {
    if (running) return
    running = true
    for (let next; (next = sendings.find((one) => one.state === 'waiting'));) {
      if (await keep({ always: !begun })) begun = true
      if (next.state !== 'waiting') continue
      say(filled(words.sending, next.file.name))
      const body = bodyOf(next.action, next.key)
      body.append(next.name, next.file, next.file.name)
      const answer = await next.send(form.getAttribute('action'), body)
      if (answer) {
        next.line.remove()
        complain(next.piece, answer.said)
        renew(next.piece, answer.row)
        say(filled(answer.said.length ? words.refused : words.sent, next.file.name))
      } else if (answer === undefined) {
        sendings.length = 0
        window.location.reload()
        return
      } else {
        say(next.said.textContent)
        if (next.refusedForNow) tryLater(next)
      }
    }
    running = false
    goOn()
  }

  // The service is there but busy, as on an opening day: it is asked again some times before somebody has to press.
  const tryLater = (one) => {
    one.tries = (one.tries || 0) + 1
    if (one.tries > MOST_TRIES) return
    setTimeout(() => {
      if (one.state !== 'interrupted') return
      one.state = 'waiting'
      one.show(words.waiting)
      run()
    }, one.tries * PAUSE)
  }

  // A button of the form that was pressed meanwhile.
  const goOn = () => {
    if (!afterwards || busy()) return
    const button = afterwards
    afterwards = null
    if (lost()) {
      say(words.blocked, true)
      lost().again.focus()
    } else if (form.requestSubmit) {
      form.requestSubmit(button)
    } else {
      button.click()
    }
  }

  const changed = (one) => {
    if (one.state === 'cancelled') {
      one.line.remove()
      say(filled(words.cancelled, one.file.name))
      goOn()
    }
    run()
  }

  const problemOf = (file) => {
    if (file.size > MOST_BYTES) return words['too-large']
    if (file.size === 0) return words['empty-file']
    return KINDS.test(file.name) ? '' : words['wrong-extension']
  }

  // A photo over the limit is made smaller first; whatever else is too large is said as it is.
  const fitting = async (file) => {
    if (file.size <= MOST_BYTES || !isPicture(file)) return file
    reducing += 1
    say(filled(words.reducing, file.name))
    try {
      return await reduced(file, MOST_BYTES)
    } finally {
      reducing -= 1
    }
  }

  const take = async (input) => {
    const { name } = input
    const chosen = [...input.files]
    const { piece } = rowOf(input).dataset
    const action = name.startsWith('remplacement:') ? `remplacer:${name.split(':').slice(1).join(':')}` : `joindre:${piece}`
    wrongs.delete(piece)
    input.value = ''
    for (const one of chosen) {
      const file = await fitting(one)
      const problem = problemOf(file)
      if (problem) {
        complain(piece, [`« ${file.name} » : ${problem[0].toLowerCase()}${problem.slice(1)}`])
        continue
      }
      const sending = Object.assign(new Sending(file, words, changed), { piece, action, name })
      sendings.push(sending)
      rowNamed(piece).querySelector('[data-sending]').append(sending.line)
    }
    showWrongs(piece)
    if (wrongs.has(piece)) say(wrongs.get(piece).join(' '))
    run()
  }

  // MONTER, DESCENDRE, RETIRER.
  const act = async (button) => {
    const { piece } = rowOf(button).dataset
    wrongs.delete(piece)
    try {
      const answer = await fetch(form.getAttribute('action'), {
        method: 'POST',
        body: bodyOf(button.value, form.elements.form_key.value),
        credentials: 'same-origin',
        headers: { 'X-Kiosque-Part': 'piece', Accept: 'application/json' }
      })
      const found = told({ responseText: await answer.text() })
      if (!found) {
        window.location.reload()
        return
      }
      complain(piece, found.said)
      renew(piece, found.row)
      say(found.said.join(' ') || words.done)
    } catch {
      complain(piece, [words.away])
      say(words.away)
    }
  }

  form.addEventListener('change', (event) => {
    if (event.target.type === 'file' && rowOf(event.target)) take(event.target)
  })
  form.addEventListener('click', (event) => {
    if (!rowOf(event.target)) return
    const button = event.target.closest('[data-join], [data-act], .k-replace summary')
    if (!button) return
    event.preventDefault()
    if (button.matches('[data-act]')) {
      act(button)
      return
    }
    keep()
    button.parentElement.querySelector('input[type="file"]').click()
  })
  form.addEventListener('submit', (event) => {
    if (!busy() && !lost()) return
    event.preventDefault()
    event.stopImmediatePropagation()
    afterwards = event.submitter || form.querySelector('button[value="enregistrer"]')
    say(words.unfinished, true)
    goOn()
  }, true)
  window.addEventListener('beforeunload', (event) => { if (busy() || lost()) event.preventDefault() })
  window.addEventListener('online', () => {
    for (const one of sendings) {
      if (one.state !== 'interrupted') continue
      one.state = 'waiting'
      one.show(words.waiting)
    }
    run()
  })

  for (const row of form.querySelectorAll('tr[data-piece]')) dress(row)
  for (const table of tables) table.dataset.live = ''
}
