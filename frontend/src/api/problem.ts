// Errors as the server tells them (application/problem+json, contract §2), turned into
// one line for a person with a number to quote.

export interface Problem {
  code?: string
  detail?: string
  field?: string
  fields?: Record<string, string> | null
  id?: string
  state?: unknown
}

const FALLBACK: Record<number, string> = {
  0: '连接不上服务器。已填写的内容还在，请检查网络后重试',
  401: '登录已过期，请重新登录',
  403: '你的角色不能做这件事，需要时请联系管理员',
  404: '没有找到，可能已被删除或不在你的范围内',
  409: '别人刚刚改过这条记录，请刷新后再改',
  413: '内容太大，请分几次提交',
  429: '操作太频繁，请稍等片刻再试',
  503: '系统正在恢复，请稍后重试，已填写的内容还在',
}

export class ApiError extends Error {
  readonly status: number
  readonly code: string
  readonly detail: string
  /** The fields at fault, each with its line. */
  readonly fields: Record<string, string>
  readonly id: string
  readonly state: unknown

  constructor(status: number, problem: Problem = {}) {
    const detail = problem.detail || FALLBACK[status] || '系统出错，这一步没有完成，已填写的内容还在'
    super(detail)
    this.status = status
    this.code = problem.code ?? (status === 0 ? 'network' : 'unknown')
    this.detail = detail
    this.id = problem.id ?? ''
    this.fields = { ...(problem.fields ?? {}) }
    if (problem.field && !this.fields[problem.field]) this.fields[problem.field] = detail
    this.state = problem.state
  }
}

/** The line to show; the number is the one in the server's log. */
export function errorText(e: unknown): string {
  if (!(e instanceof ApiError)) return '页面出错，请刷新后重试'
  return e.id ? `${e.detail}（编号 ${e.id}）` : e.detail
}

/** Builds the error of an answer; a body that is no problem document is not shown. */
export function problemOf(status: number, body: unknown): ApiError {
  return new ApiError(status, typeof body === 'object' && body !== null ? (body as Problem) : {})
}
