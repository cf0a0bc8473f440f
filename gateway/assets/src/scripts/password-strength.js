// "Niveau de sécurité" while the password is typed. The server judges: the rule stands in one place.
const WORDS = { weak: 'faible', medium: 'moyen', strong: 'fort' }

export function showPasswordStrength (root) {
  const meter = root.querySelector('[data-password-meter]')
  const input = meter && root.getElementById(meter.dataset.passwordMeter)
  if (!input) return

  meter.hidden = false
  const word = meter.querySelector('[data-word]')
  const token = input.form.elements.csrf.value
  let timer
  let asked = 0

  const show = (level) => {
    meter.dataset.level = level || ''
    word.textContent = WORDS[level] || 'à saisir'
  }
  const ask = async () => {
    const number = ++asked
    if (!input.value) return show('')
    try {
      const answer = await fetch(meter.dataset.url, {
        method: 'POST',
        headers: { 'Content-Type': 'application/x-www-form-urlencoded', 'X-CSRF-Token': token },
        body: new URLSearchParams({ password: input.value })
      })
      if (answer.ok && number === asked) show((await answer.json()).level)
    } catch {
      // The level is told again when the form is sent.
    }
  }
  input.addEventListener('input', () => {
    clearTimeout(timer)
    timer = setTimeout(ask, 350)
  })
}
