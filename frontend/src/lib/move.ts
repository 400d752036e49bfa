/** Moves an entry of a list by one place; answers where it stands then. */
export function move<T>(list: T[], from: number, by: 1 | -1): number {
  const to = from + by
  if (to < 0 || to >= list.length) return from
  list.splice(to, 0, ...list.splice(from, 1))
  return to
}
