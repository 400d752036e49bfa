/** Takes the one-time token out of the address (#token=… or ?token=…), so that it stays
 *  neither in the history nor in a server's log after this visit. */
export function takeToken(): string {
  const token = new URLSearchParams(location.hash.slice(1)).get('token') ?? new URLSearchParams(location.search).get('token') ?? ''
  if (token) history.replaceState(history.state, '', location.pathname)
  return token
}
