// Says the page's language where screen readers and translators look for it. The server says it when the page is loaded
// (server.Headers); this says it when a reader changes the language without loading the page again.
export default function ({ data }) {
  document.documentElement.lang = data.language
}
