// The one door to the server: cookie session, CSRF header, idempotency keys, errors.
import createClient from 'openapi-fetch'
import { uuid } from '@/lib/uuid'
import { ApiError, problemOf } from './problem'

export type Query = Record<string, string | number | boolean | null | undefined>

/** What every list answers (contract §2). */
export interface List<T> {
  items: T[] | null
  next?: string
  total: number
  totalIsCapped: boolean
}

export const BASE = '/api/v1'
const HEADERS = { 'X-Yinfeng-Csrf': '1' }

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete'
interface Answer {
  data?: unknown
  error?: unknown
  response: Response
}
type Request = (method: Method, path: string, init: object) => Promise<Answer>

const client = createClient({ baseUrl: BASE, credentials: 'same-origin', headers: HEADERS })
const request = client.request as unknown as Request

let onUnauthorized: () => void = () => undefined

/** Says what happens when the session has ended (the router goes to the sign-in page). */
export function whenUnauthorized(f: () => void): void {
  onUnauthorized = f
}

async function call<T>(method: Method, path: string, init: { query?: Query; body?: unknown; key?: string } = {}): Promise<T> {
  let answer: Answer
  try {
    answer = await request(method, path, {
      params: { query: compact(init.query) },
      body: init.body,
      headers: init.key ? { 'Idempotency-Key': init.key } : {},
    })
  } catch {
    throw new ApiError(0)
  }
  const { response } = answer
  if (response.ok) return answer.data as T
  if (response.status === 401 && path !== '/session') onUnauthorized()
  throw problemOf(response.status, answer.error)
}

export const get = <T>(path: string, query?: Query) => call<T>('get', path, { query })
export const put = <T>(path: string, body: unknown) => call<T>('put', path, { body })
export const patch = <T>(path: string, body: unknown) => call<T>('patch', path, { body })
export const del = <T>(path: string, query?: Query) => call<T>('delete', path, { query })

/** Posts with an idempotency key, so that a repeat after a lost answer is done once. Pass
 *  the form's own key to make pressing the button twice the same act. */
export const post = <T>(path: string, body: unknown = {}, key: string = uuid()) => call<T>('post', path, { body, key })

/** Sends one file; fetch can't tell the progress of an upload, XMLHttpRequest can. */
export function upload<T>(path: string, form: FormData, onProgress: (ratio: number) => void, key: string = uuid()): Promise<T> {
  return new Promise((resolve, reject) => {
    const x = new XMLHttpRequest()
    x.open('POST', BASE + path)
    x.setRequestHeader('X-Yinfeng-Csrf', '1')
    x.setRequestHeader('Idempotency-Key', key)
    x.upload.onprogress = (e) => e.lengthComputable && onProgress(e.loaded / e.total)
    x.onerror = () => reject(new ApiError(0))
    x.onload = () => {
      const body = parse(x.responseText)
      if (x.status >= 200 && x.status < 300) return resolve(body as T)
      if (x.status === 401) onUnauthorized()
      reject(problemOf(x.status, body))
    }
    x.send(form)
  })
}

/** The address of a file of the server, for links. */
export const href = (path: string, query?: Query) => BASE + path + queryText(query)

export function queryText(query?: Query): string {
  const text = new URLSearchParams(compact(query)).toString()
  return text ? '?' + text : ''
}

function compact(query: Query = {}): Record<string, string> {
  const out: Record<string, string> = {}
  for (const [k, v] of Object.entries(query)) {
    if (v !== null && v !== undefined && v !== '') out[k] = String(v)
  }
  return out
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
