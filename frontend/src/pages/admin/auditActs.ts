// What the audit log's act codes (capital.verify) are called in the office.
export const OBJECTS: Record<string, string> = {
  lead: '线索', visit: '拜访', trip: '外出批次', project: '项目', milestone: '节点', capital: '到位资金', attribution: '统计归属', introduction: '引荐',
  transfer: '流转', handover: '工作交接', filing: '月度报送', period: '月报期', target: '目标任务', indicator: '指标', basis: '口径', historic: '历史汇总数', manual: '手工指标',
  claim: '首报首谈', dispute: '首报争议', comment: '评论', task: '任务', view: '视图', company: '企业', contact: '联系人', attachment: '佐证材料', import: '导入', export: '导出', user: '用户', session: '登录', unit: '单位', chain: '产业链',
  park: '园区', setting: '设置', holiday: '节假日表', reminder: '提醒', pack: '数据包', score: '评分', bulletin: '通报模板', week: '周报', layout: '报表版式', channel: '提醒通道',
}

const VERBS: Record<string, string> = {
  add: '添加', again: '恢复', all: '全部', answer: '答复', appeal: '申请复核', apply: '导入', accept: '接收', approve: '通过', batch: '批量办理', bulk: '批量写入', cancel: '取消', carry: '结转', close: '关账', continue: '继续已有', columns: '改列对应', create: '新建',
  curve: '进度曲线', decide: '裁定', decisions: '对行作决定', default: '默认口径', discard: '放弃', done: '完成', drop: '删除', edit: '修改',
  end: '退出', expired: '逾期', fail: '登录失败', file: '填报', find: '查找', fold: '并入', final: '办结', fixes: '改格', grant: '授权', handover: '交接', headers: '改表头叫法', import: '导入', lapse: '失效', link: '关联', load: '装入', log: '记录', mail: '改邮箱', merge: '合并', move: '移到下月', next: '下一步',
  note: '备注', notice: '告知', offer: '移交', open: '提出', password: '改密码', problem: '问题', prune: '清理', put: '修改', refuse: '退回', refused: '退回', remove: '删除', recall: '撤回', reopen: '重新开账', reply: '批复', report: '上报', request: '提出', reset: '重设密码',
  return: '退回', reveal: '查看电话', reverse: '冲回', scheme: '改方案', send: '发送', set: '设定', sign: '签约', stage: '阶段', start: '登录', status: '状态', submit: '提交', test: '测试', tie: '比对电话',
  twoFactor: '两步验证', undo: '撤销', unmerge: '撤销合并', unlock: '解锁', update: '修改', upload: '上传', value: '填报数', verify: '核定', void: '作废', withdraw: '撤回', withdrawn: '撤回',
}

// actLabel turns capital.verify into 到位资金 · 核定; a code without a name stands as it is.
export function actLabel(act: string): string {
  const [object, verb] = act.split('.')
  return [OBJECTS[object] ?? object, verb ? (VERBS[verb] ?? verb) : ''].filter(Boolean).join(' · ')
}
