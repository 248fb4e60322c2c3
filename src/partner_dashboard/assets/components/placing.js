// A small map on which a pin is set by dragging, by a click, or with the arrow keys; candidates stand around it.
// Mercator, because at this scale a reader wants shapes they know. The page gives places, colours and words as data;
// it gets back `point` as {latitude, longitude} in degrees, WGS 84, rounded to about a metre.

const SVG = 'http://www.w3.org/2000/svg'
const WORLD = 512
const NORTH = 85
const NEAREST = WORLD / 24
const outlines = new Map()
const looks = new WeakMap()

const across = (longitude) => ((longitude + 180) / 360) * WORLD
const down = (latitude) => {
  const angle = (Math.max(-NORTH, Math.min(NORTH, latitude)) * Math.PI) / 180
  return (0.5 - Math.log(Math.tan(Math.PI / 4 + angle / 2)) / (2 * Math.PI)) * WORLD
}
const longitudeAt = (x) => (x / WORLD) * 360 - 180
const latitudeAt = (y) => (Math.atan(Math.sinh((0.5 - y / WORLD) * 2 * Math.PI)) * 180) / Math.PI
const rounded = (degrees) => Math.round(degrees * 1e5) / 1e5

function drawn(name, attributes, parent) {
  const element = document.createElementNS(SVG, name)
  for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value)
  parent?.append(element)
  return element
}

async function outline(address) {
  if (!outlines.has(address)) {
    const fetched = fetch(address).then((answer) => answer.json())
    outlines.set(address, fetched.then(({ features }) => ({ features, path: features.map(pathOf).join('') })))
  }
  return outlines.get(address)
}

const polygonsOf = ({ type, coordinates }) => (type === 'Polygon' ? [coordinates] : coordinates)

// South-west and north-east of a country's largest part; none for a code without an outline.
function cornersOf(features, code) {
  const country = features.find(({ properties }) => properties.code === code)
  const parts = (country ? polygonsOf(country.geometry) : []).map(([ring]) => {
    const [longitudes, latitudes] = [0, 1].map((axis) => ring.map((point) => point[axis]))
    return [Math.min, Math.max].map((of) => ({ latitude: of(...latitudes), longitude: of(...longitudes) }))
  })
  const size = ([low, high]) => (high.longitude - low.longitude) * (high.latitude - low.latitude)
  return parts.sort((one, other) => size(other) - size(one))[0] ?? []
}

function pathOf({ geometry }) {
  const polygons = polygonsOf(geometry)
  const ring = (points) => `M${points.map(([lon, lat]) => `${across(lon).toFixed(2)} ${down(lat).toFixed(2)}`).join('L')}Z`
  return polygons.map((rings) => rings.map(ring).join('')).join('')
}

function framed(shown) {
  if (!shown.length) return { x: 0, y: WORLD * 0.15, width: WORLD, height: WORLD * 0.6 }
  const xs = shown.map((place) => across(place.longitude))
  const ys = shown.map((place) => down(place.latitude))
  const width = Math.max((Math.max(...xs) - Math.min(...xs)) * 1.5, NEAREST)
  const height = Math.max((Math.max(...ys) - Math.min(...ys)) * 1.5, width * 0.5)
  const whole = Math.max(width, height * 2)
  return {
    x: (Math.max(...xs) + Math.min(...xs) - whole) / 2, y: (Math.max(...ys) + Math.min(...ys) - whole / 2) / 2,
    width: whole, height: whole / 2,
  }
}

export default function ({ data, parentElement, setStateValue }) {
  const hadFocus = parentElement.contains(parentElement.getRootNode().activeElement)
  parentElement.replaceChildren()
  const { colours, words } = data
  let pin = data.pin
  const before = looks.get(parentElement)
  const shown = [...data.places, ...(pin ? [pin] : [])]
  const isNew = before?.of !== data.of
  let box = isNew ? framed(shown) : before.box
  const map = drawn('svg', { role: 'application', 'aria-label': words.map, tabindex: 0, width: '100%' }, parentElement)
  map.style.cssText = `height:${data.height}px;background:${colours.sea};border-radius:8px;touch-action:none;cursor:crosshair`
  const land = drawn('path', { fill: colours.land, stroke: colours.border, 'vector-effect': 'non-scaling-stroke' }, map)
  const marks = drawn('g', {}, map)
  outline(data.shapes).then(({ features, path }) => {
    land.setAttribute('d', path)
    if (!isNew || shown.length) return
    box = framed(cornersOf(features, data.country))
    draw()
  })

  function unit() {
    return Math.max(box.width / Math.max(map.clientWidth, 1), box.height / Math.max(map.clientHeight, 1))
  }

  function mark(place, letter, colour, label, radius) {
    const group = drawn('g', { transform: `translate(${across(place.longitude)} ${down(place.latitude)}) scale(${unit()})` }, marks)
    drawn('circle', { r: radius, fill: colour, stroke: colours.paper, 'stroke-width': 2 }, group)
    const text = drawn('text', { 'text-anchor': 'middle', dy: '0.36em', fill: colours.paper, 'font-size': 12, 'font-weight': 600 }, group)
    text.textContent = letter
    drawn('title', {}, group).textContent = label
    return group
  }

  function draw() {
    looks.set(parentElement, { of: data.of, box })
    map.setAttribute('viewBox', `${box.x} ${box.y} ${box.width} ${box.height}`)
    map.setAttribute('preserveAspectRatio', 'xMidYMid meet')
    marks.replaceChildren()
    data.places.forEach((place) => mark(place, place.letter, colours.candidate, place.label, 11))
    if (pin) mark(pin, '', colours.pin, words.pin, 8)
  }

  function moved(latitude, longitude, isDone) {
    pin = { latitude: rounded(Math.max(-NORTH, Math.min(NORTH, latitude))), longitude: rounded(((longitude + 540) % 360) - 180) }
    draw()
    if (isDone) setStateValue('point', pin)
  }

  function under(event) {
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(map.getScreenCTM().inverse())
    return [latitudeAt(point.y), longitudeAt(point.x)]
  }

  let held = null
  const fingers = new Map()
  const spread = () => {
    const [one, other] = fingers.values()
    return Math.hypot(one.x - other.x, one.y - other.y)
  }

  map.onpointerdown = (event) => {
    map.setPointerCapture(event.pointerId)
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY })
    if (fingers.size > 1) {
      held = null
      return
    }
    const [latitude, longitude] = under(event)
    const near = pin && Math.hypot(across(pin.longitude) - across(longitude), down(pin.latitude) - down(latitude)) < 14 * unit()
    held = { x: event.clientX, y: event.clientY, box: { ...box }, isPin: Boolean(near), isMoved: false }
  }
  map.onpointermove = (event) => {
    if (fingers.size === 2 && fingers.has(event.pointerId)) {
      const before = spread()
      fingers.set(event.pointerId, { x: event.clientX, y: event.clientY })
      return zoomed(before / Math.max(spread(), 1))
    }
    if (!held) return
    const [right, lower] = [event.clientX - held.x, event.clientY - held.y]
    held.isMoved ||= Math.hypot(right, lower) > 4
    if (!held.isMoved) return
    if (held.isPin) moved(...under(event), false)
    else {
      box = { ...held.box, x: held.box.x - right * unit(), y: held.box.y - lower * unit() }
      draw()
    }
  }
  map.onpointerup = map.onpointercancel = (event) => {
    fingers.delete(event.pointerId)
    if (event.type === 'pointerup' && held && (held.isPin || !held.isMoved)) moved(...under(event), true)
    held = null
  }
  map.onwheel = (event) => {
    event.preventDefault()
    zoomed(event.deltaY > 0 ? 1.2 : 1 / 1.2)
  }
  map.onkeydown = (event) => {
    if (event.key === '+' || event.key === '-') return zoomed(event.key === '-' ? 1.2 : 1 / 1.2)
    const step = { ArrowUp: [1, 0], ArrowDown: [-1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key]
    if (!step) return
    event.preventDefault()
    const from = pin ?? { latitude: latitudeAt(box.y + box.height / 2), longitude: longitudeAt(box.x + box.width / 2) }
    const wide = ((box.width / WORLD) * 360) / (event.shiftKey ? 20 : 200)
    moved(from.latitude + step[0] * wide, from.longitude + step[1] * wide, true)
  }

  function zoomed(factor) {
    const width = Math.max(0.05, Math.min(WORLD, box.width * factor))
    const height = (box.height * width) / box.width
    box = { x: box.x + (box.width - width) / 2, y: box.y + (box.height - height) / 2, width, height }
    draw()
  }

  draw()
  if (hadFocus) map.focus({ preventScroll: true })
  const observer = new ResizeObserver(draw)
  observer.observe(map)
  return () => observer.disconnect()
}
