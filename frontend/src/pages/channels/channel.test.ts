import { describe, expect, it } from 'vitest'
import type { Channel } from '@/api/types'
import { channelFields, channelInput, channelValues, outcomeText } from './channel'

const robot = { id: 1, kind: 'dingtalk', name: '群', host: 'oapi.dingtalk.com', signed: true, secretSet: true, unitId: 3, unitName: '东河县', kinds: [], enabled: true, at: '', version: 4 } as unknown as Channel

describe('channels', () => {
  it('sends a secret only where one was typed', () => {
    const kept = channelInput(channelValues(robot), robot, ['note'])
    expect(kept).toMatchObject({ kind: 'dingtalk', secret: {}, version: 4, unitId: 3, kinds: ['note'] })
    expect(kept.mail).toBeUndefined()
    expect(channelInput({ ...channelValues(robot), 'secret.sign': 'SEC1' }, robot, []).secret).toEqual({ sign: 'SEC1' })
  })
  it('asks for the address of a new robot and not of one that stands', () => {
    const url = (c: Channel | null) => channelFields(c, 'dingtalk').find((f) => f.name === 'secret.url')
    expect(url(null)?.required).toBe(true)
    expect(url(robot)?.required).toBe(false)
  })
  it('reads mail addresses one a line', () => {
    const v = { ...channelValues(null), kind: 'mail', name: '邮件', 'mail.host': 'smtp.example.cn', 'mail.to': ' a@example.cn\nb@example.cn， c@example.cn\n' }
    expect(channelInput(v, null, []).mail).toMatchObject({ port: 465, tls: 'tls', to: ['a@example.cn', 'b@example.cn', 'c@example.cn'] })
  })
  it('tells the other side\'s answer', () => {
    expect(outcomeText({ state: 'sent', answer: '0 ok', problem: '' })).toBe('对方已接受，答复：0 ok')
    expect(outcomeText({ state: 'failed', answer: '', problem: '对方拒绝连接' })).toBe('对方拒绝连接')
  })
})
