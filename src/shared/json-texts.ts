/** Returns what was parsed from JSON with each of its texts, names of properties included, replaced by what `map` returns. */
export function mapTexts(value: unknown, map: (text: string) => string): unknown {
  if (typeof value === 'string') return map(value)
  if (Array.isArray(value)) return value.map((part) => mapTexts(part, map))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [map(name), mapTexts(part, map)]))
}

/** Returns the texts of what was parsed from JSON, names of properties included. */
export function textsIn(value: unknown): string[] {
  const texts: string[] = []
  mapTexts(value, (text) => {
    texts.push(text)
    return text
  })
  return texts
}

/** Returns a text as it stands between the quotes of JSON. */
export function withinJson(text: string): string {
  return JSON.stringify(text).slice(1, -1)
}
