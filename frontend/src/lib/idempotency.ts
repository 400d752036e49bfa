import { uuid } from './uuid'

/** Gives the same key while the same body is tried again (a lost answer, a second press)
 *  and a new one as soon as the body changes: a reused key with another body is refused. */
export function keyKeeper(): (body: unknown) => string {
  let text = ''
  let key = ''
  return (body) => {
    const now = JSON.stringify(body)
    if (now !== text || !key) {
      text = now
      key = uuid()
    }
    return key
  }
}
