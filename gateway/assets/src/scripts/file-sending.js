// One file on its way: what it shows, and what can be done with it meanwhile.
const SILENCE = 90000

const element = (tag, properties, ...children) => {
  const made = Object.assign(document.createElement(tag), properties)
  made.append(...children)
  return made
}

// Sends a body and tells how far it is. Resolves to the answer; to null when the link was lost or `stop` was called.
function post (address, body, progressed) {
  const request = new XMLHttpRequest()
  let silence
  const alive = () => {
    clearTimeout(silence)
    silence = setTimeout(() => request.abort(), SILENCE)
  }
  const done = new Promise((resolve) => {
    request.upload.onprogress = (event) => {
      alive()
      if (event.lengthComputable) progressed(event.loaded / event.total)
    }
    request.onloadend = () => {
      clearTimeout(silence)
      resolve(request.status ? request : null)
    }
  })
  request.open('POST', address)
  request.setRequestHeader('X-Kiosque-Part', 'piece')
  request.setRequestHeader('Accept', 'application/json')
  request.send(body)
  alive()
  return { done, stop: () => request.abort() }
}

// What the server said, when it is one of our rows; null for any other page, for example that of a session that ended.
export function told (request) {
  try {
    const found = JSON.parse(request.responseText)
    return typeof found.row === 'string' ? found : null
  } catch {
    return null
  }
}

export class Sending {
  // `words`: the page's sentences. `changed`: called when a button was pressed.
  constructor (file, words, changed) {
    this.file = file
    this.state = 'waiting'
    this.key = [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, '0')).join('')
    this.words = words
    this.bar = element('progress', { max: 100, value: 0 })
    this.bar.setAttribute('aria-label', words.sending.replace('{name}', file.name))
    this.said = element('span', {})
    const name = () => element('span', { className: 'govuk-visually-hidden', textContent: ` ${file.name}` })
    const button = (text, act) => element('button', { type: 'button', className: 'k-link-button', onclick: act }, text, name())
    this.again = button('RÉESSAYER', () => { this.state = 'waiting'; this.show(words.waiting); changed(this) })
    this.cancel = button('ANNULER', () => {
      this.state = 'cancelled'
      this.stop?.()
      changed(this)
    })
    this.line = element('li', { className: 'k-sending__file' },
      element('span', { className: 'k-sending__name', textContent: file.name }), this.bar, this.said,
      element('span', { className: 'k-files__actions' }, this.again, this.cancel))
    this.show(words.waiting)
  }

  show (text) {
    this.said.textContent = text
    this.bar.hidden = this.state !== 'sending'
    this.again.hidden = this.state !== 'interrupted'
  }

  // Sends it; resolves to the answer, to null when it has to be sent again, to undefined when the page is not ours any
  // more: the session ended.
  async send (address, body) {
    this.state = 'sending'
    this.show('0 %')
    const { done, stop } = post(address, body, (part) => {
      this.bar.value = Math.round(part * 100)
      this.show(part < 1 ? `${this.bar.value} %` : this.words.checking)
    })
    this.stop = stop
    const request = await done
    if (this.state === 'cancelled') return null
    const answer = request && told(request)
    if (request && !answer && request.status < 500 && request.status !== 408) return undefined
    if (!answer || answer.again) {
      this.state = 'interrupted'
      this.refusedForNow = Boolean(request)
      this.bar.value = 0
      this.show(request ? this.words.failed : this.words.interrupted)
      return null
    }
    this.state = 'done'
    return answer
  }
}
