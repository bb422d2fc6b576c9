// The words of the contract as people read them, as `clients/cli/words.cpp` has them: every value of every
// enumeration a screen shows. `named` finds them by the name that the wire uses.
import type { Words } from "../language";

export const contractWords = {
  "kind.CARDIAC_ARREST": ["心脏骤停", "cardiac arrest"],
  "kind.UNCONSCIOUS": ["意识丧失", "unconscious person"],
  "kind.CHOKING": ["气道梗阻", "choking"],
  "kind.DROWNING": ["溺水", "drowning"],
  "kind.SEVERE_BLEEDING": ["大出血", "severe bleeding"],
  "kind.ANAPHYLAXIS": ["严重过敏", "anaphylaxis"],
  "kind.ELECTRIC_SHOCK": ["触电", "electric shock"],
  "kind.HEAT_STROKE": ["中暑", "heat stroke"],
  "kind.TRAUMA": ["创伤", "trauma"],
  "kind.OTHER": ["其他急症", "other emergency"],

  "status.OPEN": ["进行中", "open"],
  "status.HELD": ["暂停", "held"],
  "status.CLOSED": ["已结束", "closed"],
  "status.CANCELLED": ["已取消", "cancelled"],

  "reason.HANDED_OVER": ["已移交急救人员", "handed over to the crew"],
  "reason.NOT_AN_ARREST": ["并非心脏骤停", "not an arrest"],
  "reason.FALSE_ALARM": ["误报", "false alarm"],
  "reason.DISPATCHER": ["调度员结束", "closed by the dispatcher"],
  "reason.ABANDONED": ["超时结束", "abandoned: its time ran out"],
  "reason.MERGED": ["已并入另一事件", "goes on as another incident"],

  "hazard.FIRE": ["火灾", "fire"],
  "hazard.VIOLENCE": ["暴力", "violence"],
  "hazard.TRAFFIC": ["交通危险", "traffic"],
  "hazard.ELECTRICITY": ["带电", "electricity"],
  "hazard.INFECTIOUS": ["传染", "infection"],

  "role.CPR": ["直接前往", "go straight"],
  "role.AED": ["取AED", "fetch an AED"],
  "role.GUIDE": ["接引救护车", "guide the ambulance"],
  "role.CAPTAIN": ["队长", "captain"],
  "role.MEMBER": ["队员", "team member"],

  "step.ACCEPTED": ["已接受", "accepted"],
  "step.LEFT": ["已出发", "on the way"],
  "step.AED_COLLECTED": ["已取到AED", "has the AED"],
  "step.ON_SCENE": ["已到现场", "on scene"],
  "step.CPR_STARTED": ["已开始心肺复苏", "started CPR"],
  "step.SHOCK_DELIVERED": ["已电击除颤", "delivered a shock"],
  "step.HANDED_OVER": ["已移交急救人员", "handed over to the crew"],
  "step.AED_UNAVAILABLE": ["AED取不到", "found no AED there"],
  "step.WRONG_PLACE": ["报告：地点不对", "says: wrong place"],
  "step.NEED_HELP": ["需要帮助", "needs help"],
  "step.HAZARD_SEEN": ["报告现场危险", "reports a danger"],

  "end.ACCEPTED": ["已接受", "accepted"],
  "end.DECLINED": ["已拒绝", "declined"],
  "end.EXPIRED": ["超时未答", "did not answer in time"],
  "end.NOT_REACHED": ["未能联系上", "was not reached"],
  "end.STOOD_DOWN": ["已不需要", "no longer needed"],
  "end.WITHDRAWN": ["询问已撤回", "not asked any more"],
  "end.CANCELLED": ["警报已取消", "the alert was cancelled"],
  "end.CLOSED": ["事件已结束", "the incident is closed"],
  "end.KIND_CHANGED": ["急症类型更正，已不需要", "not needed: it is another emergency"],
  "end.RELEASED": ["调度员已放行，感谢您", "let go by the dispatcher, with thanks"],
  "end.MERGED": ["重复报警已合并", "two calls were about one emergency"],
  "end.HANDED_OVER": ["完成：已移交", "done: handed over"],
  "end.GAVE_UP": ["已放弃", "gave up"],

  "delivery.QUEUED": ["等待发送", "about to be rung"],
  "delivery.SENT": ["询问已发出", "question sent"],
  "delivery.DELIVERED": ["手机已响铃", "the phone rings"],
  "delivery.SEEN": ["已查看", "looked at"],
  "delivery.FAILED": ["发送失败", "could not be rung"],

  "alarm.NO_CANDIDATE": ["附近没有可询问的人", "nobody in reach can be asked"],
  "alarm.NOBODY_ACCEPTED": ["尚无人接受", "nobody has accepted yet"],
  "alarm.NOBODY_REACHED": ["无人能联系上", "nobody could be reached"],
  "alarm.NEED_HELP": ["救护员需要帮助", "a responder needs help"],
  "alarm.CAPACITY": ["服务器某表已满八成", "a table of the server is 80 % full"],
  "alarm.NO_CONTACT": ["途中救护员失联或停滞", "somebody under way is lost or does not come nearer"],
  "alarm.ESCALATED": ["调度员已扩大范围", "the dispatcher widened the search"],
  "alarm.HAZARD": ["救护员报告现场有危险", "a responder reports a danger on scene"],
  "alarm.MAJOR_EVENT": ["重大事件：请通知主管", "major event: tell the supervisor"],
  "alarm.POSSIBLE_DUPLICATE": ["可能与另一事件重复", "another open incident may be the same emergency"],

  "contact.GOOD": ["联系正常", "in contact"],
  "contact.LOST": ["失去联系", "not heard from"],
  "contact.STALLED": ["没有靠近", "does not come nearer"],

  "excluded.OFF_DUTY": ["未值守", "off duty"],
  "excluded.NOT_CERTIFIED": ["证书无效", "no valid certificate"],
  "excluded.DEVICE_NOT_READY": ["设备未就绪", "device not ready"],
  "excluded.COMMITTED": ["已有任务", "has another task"],
  "excluded.ALREADY_ASKED": ["已询问过", "was asked already"],
  "excluded.NOT_ENROLLED_FOR_DRILL": ["未参加演练", "not enrolled for drills"],
  "excluded.NO_POSITION": ["无位置", "no position"],
  "excluded.TOO_FAR": ["太远", "too far"],
  "excluded.AFTER_CREW": ["晚于急救车", "would come after the crew"],
  "excluded.TIRED": ["近期已多次出动", "alerted too often lately"],
  "excluded.NO_GAIN": ["增益过小，不予惊扰", "would add too little to be woken"],
  "excluded.NO_MUTUAL_AID": ["属邻区，未启用互助", "belongs to a neighbour who is not called"],
  "excluded.NOT_SKILLED": ["未受过此类培训", "not trained for this kind"],
  "excluded.CONTESTED": ["正被另一事件询问", "asked by another incident"],
  "excluded.ENOUGH": ["询问人数已足够", "enough are asked"],

  "drill.EXERCISE": ["演练", "exercise"],
  "drill.TEST": ["测试", "test"],

  "access.AED_ACCESS_UNKNOWN": ["可及性未知", "access unknown"],
  "access.PUBLIC": ["公众可取", "public"],
  "access.RESTRICTED": ["限制取用", "restricted"],
  "access.PRIVATE": ["私有", "private"],

  "link.connecting": ["正在连接", "connecting"],
  "link.connected": ["在线", "connected"],
  "link.waiting": ["连接中断，正在重试", "connection lost, trying again"],
  "link.refused": ["被拒绝：请重新登记", "refused: enrol again"],
  "link.replaced": ["已在别处打开", "opened elsewhere"],
  "link.stopped": ["已停止", "stopped"],

  "usability.OUT_OF_SERVICE": ["已停用", "out of service"],
  "usability.OPEN": ["开放", "open"],
  "usability.CLOSED": ["关闭", "closed"],
  "usability.HOURS_UNKNOWN": ["开放时间未知", "hours unknown"],
  "usability.HOURS_UNREADABLE": ["开放时间无法识别", "hours not readable"],
  "usability.HOLIDAY_NOT_STATED": [
    "法定节假日，开放时间未说明",
    "a public holiday, of which the hours say nothing",
  ],
  "usability.DAY_KIND_UNKNOWN": ["该年节假日安排未知", "holidays of that year not known"],
  "usability.ACCESS_PUBLIC": ["公共开放", "public access"],
  "usability.ACCESS_UNKNOWN": ["是否开放未知", "access unknown"],
  "usability.ACCESS_RESTRICTED": ["限制进入", "restricted access"],
  "usability.ACCESS_PRIVATE": ["私人", "private"],
  "usability.REPORTS_READY": ["设备自检正常", "reports itself ready"],
  "usability.REPORTS_FAULT": ["设备报告故障", "reports a fault"],
  "usability.TELEMETRY_OLD": ["设备已停止上报", "has stopped reporting"],
  "usability.PADS_EXPIRED": ["电极片已过期", "pads expired"],
  "usability.BATTERY_EXPIRED": ["电池已过期", "battery expired"],
  "usability.VERIFIED": ["已核查", "checked"],
  "usability.VERIFIED_LONG_AGO": ["长期未核查", "not checked for long"],
  "usability.NEVER_VERIFIED": ["从未核查", "never checked"],
  "usability.REPORTED_TONIGHT": ["已被报告缺失", "reported missing"],
  "usability.RESERVED": ["已被任务预留", "reserved for a task"],

  "durability.LOCAL": ["已存本机磁盘", "on this server's disk"],
  "durability.REPLICATED": ["已双机保存", "on two servers' disks"],
} as const satisfies Words;

export type ContractKey = keyof typeof contractWords;

/** The key of a value of the wire, `undefined` for one that is newer than this client: show it as it is. */
export function named(group: string, name: string): ContractKey | undefined {
  const key = `${group}.${name}`;
  return key in contractWords ? (key as ContractKey) : undefined;
}
