// Channels of reminders: words, and the form as data. What is secret is typed and never shown again.
import type { Channel, ChannelInput, Delivery, Outcome } from '@/api/types'
import type { Field, Values } from '@/components/form/types'
import type { Option, Tone } from '@/lib/labels'
import { unitOptions } from '@/stores/units'

export const CHANNEL_LABEL: Record<string, string> = { wecom: '企业微信', dingtalk: '钉钉', feishu: '飞书', mail: '邮件' }
export const REMINDER_LABEL: Record<string, string> = {
  respond: '响应期限', assess: '研判期限', feedback: '反馈期限', note: '跟进记录期限', idle: '长期无实质进展', claim: '首报首谈到期',
  transfer: '流转待答复', dispute: '争议待答复', week: '周报待批复',
}
export const DELIVERY_LABEL: Record<Delivery['state'], string> = { queued: '待发', sending: '正在发', sent: '已发出', failed: '没有发成', unsure: '不确定' }
export const DELIVERY_TONE: Record<Delivery['state'], Tone> = { queued: '', sending: 'blue', sent: 'green', failed: 'red', unsure: 'amber' }
const TLS: Option[] = [{ value: 'starttls', label: 'STARTTLS（常用 587 端口）' }, { value: 'tls', label: 'SSL/TLS（常用 465 端口）' }, { value: 'none', label: '不加密，不登录（只限内网）' }]

export const kindOptions: Option[] = Object.entries(CHANNEL_LABEL).map(([value, label]) => ({ value, label }))
const isMail = (v: Values) => v.kind === 'mail'
const isRobot = (v: Values) => !isMail(v)
const HELP: Record<string, string> = { wecom: 'qyapi.weixin.qq.com/cgi-bin/webhook/send?key=…', dingtalk: 'oapi.dingtalk.com/robot/send?access_token=…', feishu: 'open.feishu.cn/open-apis/bot/v2/hook/…' }

/** The form's fields; a channel that stands keeps its kind, and its secret unless another is typed. */
export function channelFields(old: Channel | null, kind: string): Field[] {
  const keep = old?.secretSet ? '已保存，不再显示；不填为不改' : ''
  return [
    { name: 'kind', label: '发到哪里', kind: 'radio', options: kindOptions, required: true, wide: true, when: () => old === null },
    { name: 'name', label: '名称', kind: 'text', required: true, maxlength: 40, placeholder: '如：招商工作群' },
    { name: 'secret.url', label: '机器人的 Webhook 地址', kind: 'text', when: isRobot, required: !old?.secretSet, maxlength: 500, wide: true, autocomplete: 'off',
      hint: keep || `在群机器人的设置里整条复制：https://${HELP[kind] ?? '…'}` },
    { name: 'secret.sign', label: '加签密钥', kind: 'password', when: (v) => isRobot(v) && v.kind !== 'wecom', maxlength: 200, autocomplete: 'new-password',
      hint: old?.signed ? '已保存；只换地址时也要重新填写' : '机器人的安全设置选了“加签”才填' },
    { name: 'mail.host', label: '发信服务器', kind: 'text', when: isMail, required: true, maxlength: 253, placeholder: 'smtp.example.cn' },
    { name: 'mail.port', label: '端口', kind: 'number', when: isMail, required: true },
    { name: 'mail.tls', label: '加密', kind: 'select', options: TLS, when: isMail, required: true },
    { name: 'mail.user', label: '账号', kind: 'text', when: (v) => isMail(v) && v['mail.tls'] !== 'none', maxlength: 200, autocomplete: 'off' },
    { name: 'secret.password', label: '密码或授权码', kind: 'password', when: (v) => isMail(v) && v['mail.tls'] !== 'none', maxlength: 200, autocomplete: 'new-password', hint: keep },
    { name: 'mail.from', label: '发件地址', kind: 'text', when: isMail, required: true, maxlength: 200, placeholder: 'zhaoshang@example.cn' },
    { name: 'mail.to', label: '收件地址', kind: 'textarea', when: isMail, required: true, wide: true, hint: '一行一个，最多 50 个' },
    { name: 'unitId', label: '哪个单位的提醒', kind: 'select', options: async () => [{ value: '0', label: '全市' }, ...await unitOptions()], required: true, hint: '含它的下级' },
    { name: 'enabled', label: '启用', kind: 'check' },
  ]
}

export function channelValues(c: Channel | null): Values {
  const m = c?.mail
  return {
    kind: c?.kind ?? 'wecom', name: c?.name ?? '', unitId: String(c?.unitId ?? 0), enabled: c?.enabled ?? true, 'mail.host': m?.host ?? '', 'mail.port': m?.port ?? 465, 'mail.tls': m?.tls ?? 'tls',
    'mail.user': m?.user ?? '', 'mail.from': m?.from ?? '', 'mail.to': (m?.to ?? []).join('\n'),
  }
}

const text = (v: unknown) => (typeof v === 'string' ? v : '')

/** What is sent; a secret only where one was typed. */
export function channelInput(v: Values, old: Channel | null, kinds: string[]): ChannelInput {
  const kind = (old?.kind ?? v.kind) as ChannelInput['kind']
  const secret: Record<string, string> = {}
  for (const name of ['url', 'sign', 'password']) if (text(v['secret.' + name])) secret[name] = text(v['secret.' + name])
  const out: ChannelInput = { kind, name: text(v.name), unitId: Number(v.unitId ?? 0), kinds: kinds as ChannelInput['kinds'], enabled: v.enabled === true, version: old?.version ?? 0, secret }
  if (kind === 'mail') {
    out.mail = {
      host: text(v['mail.host']), port: Number(v['mail.port']), tls: text(v['mail.tls']) as 'tls', user: text(v['mail.user']), from: text(v['mail.from']),
      to: text(v['mail.to']).split(/[\s,，;；]+/).filter(Boolean),
    }
  }
  return out
}

/** What a test has shown, in one line. */
export const outcomeText = (o: Outcome): string => (o.state === 'sent' ? `对方已接受${o.answer ? '，答复：' + o.answer : ''}` : o.problem)
