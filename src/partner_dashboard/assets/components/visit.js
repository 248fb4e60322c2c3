// Keeps in this browser which edition was seen last, and says which one it was before this visit began. No account, no
// cookie: a number under the address of the dashboard; a browser that forbids it is none the worse.
export default function ({ data, setStateValue }) {
  const name = `partner-dashboard.edition ${data.place}`
  let before
  try {
    before = sessionStorage.getItem(name)
    if (before === null) {
      before = localStorage.getItem(name) ?? ''
      sessionStorage.setItem(name, before)
    }
    localStorage.setItem(name, String(data.edition))
  } catch {
    return
  }
  if (before && Number(before) !== data.known) setStateValue('before', Number(before))
}
