// Signing with a finger, a pen or a mouse. The name that is typed above is the signature; a drawing only comes with it.
const MOST_POINTS = 4000

export function offerSignaturePads (root) {
  for (const pad of root.querySelectorAll('[data-pad]')) offer(root, pad)
}

function offer (root, pad) {
  const canvas = pad.querySelector('canvas')
  const drawing = root.getElementById(pad.dataset.pad)
  const trace = root.getElementById(pad.dataset.trace)
  const pen = canvas.getContext?.('2d')
  if (!pen || !window.PointerEvent) return

  pad.hidden = false
  Object.assign(pen, { lineWidth: 3, lineCap: 'round', lineJoin: 'round', strokeStyle: '#1c1b19' })
  // The way of the pen: one list of points a stroke, "x,y x,y;x,y".
  const strokes = trace.value.split(';').filter(Boolean).map((stroke) => stroke.split(' ').map((point) => point.split(',').map(Number)))
  let under = null
  let points = strokes.reduce((sum, stroke) => sum + stroke.length, 0)

  const line = ([fromX, fromY], [toX, toY]) => {
    pen.beginPath()
    pen.moveTo(fromX, fromY)
    pen.lineTo(toX, toY)
    pen.stroke()
  }
  const at = (event) => {
    const box = canvas.getBoundingClientRect()
    return [
      Math.round((event.clientX - box.left) * canvas.width / box.width),
      Math.round((event.clientY - box.top) * canvas.height / box.height)
    ]
  }
  const keep = () => {
    trace.value = strokes.map((stroke) => stroke.map((point) => point.join(',')).join(' ')).join(';')
    drawing.value = strokes.length ? canvas.toDataURL('image/png') : ''
  }

  canvas.addEventListener('pointerdown', (event) => {
    event.preventDefault()
    canvas.setPointerCapture(event.pointerId)
    under = [at(event)]
    strokes.push(under)
    line(under[0], under[0])
  })
  canvas.addEventListener('pointermove', (event) => {
    if (!under || points > MOST_POINTS) return
    const here = at(event)
    line(under[under.length - 1], here)
    under.push(here)
    points += 1
  })
  for (const end of ['pointerup', 'pointercancel']) {
    canvas.addEventListener(end, () => {
      under = null
      keep()
    })
  }
  pad.querySelector('[data-clear]').addEventListener('click', () => {
    strokes.length = points = 0
    pen.clearRect(0, 0, canvas.width, canvas.height)
    keep()
  })

  for (const stroke of strokes) stroke.forEach((point, place) => line(stroke[Math.max(place - 1, 0)], point))
  keep()
}
