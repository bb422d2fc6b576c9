import type { Words } from "@goldenfour/ui";

// What is read at three in the night: short.
export const ringWords = {
  "app.name": ["黄金四分钟", "Golden Four"],

  "do.CPR": ["直接前往做心肺复苏", "Go straight: do CPR"],
  "do.help": ["直接前往救助", "Go straight and help"],
  "do.AED": ["先取{{thing}}", "Fetch the {{thing}} first"],
  "do.GUIDE": ["去路口接救护车", "Meet the ambulance"],
  "do.CAPTAIN": ["带队出动", "Lead your team"],
  "do.MEMBER": ["随队出动", "Go with your team"],
  "thing.aed": ["AED", "AED"],
  "thing.bleedingKit": ["止血包", "bleeding kit"],
  "thing.autoInjector": ["肾上腺素笔", "auto-injector"],

  "ring.title": ["有人需要您", "Somebody needs you"],
  "ring.drill": ["演练，不是真实事件", "Exercise. Not a real emergency"],
  "ring.test": ["响铃测试，没有人出事", "Test ring. Nobody is hurt"],
  "ring.accept": ["我去", "I am going"],
  "ring.decline": ["去不了", "I cannot"],
  "ring.testHeard": ["听到了", "I heard it"],
  "ring.testSilent": ["没有声音", "It was silent"],
  "ring.left_one": ["还剩 {{count}} 秒", "{{count}} second left"],
  "ring.left_other": ["还剩 {{count}} 秒", "{{count}} seconds left"],
  "ring.distance": ["{{from}}–{{to}} 米", "{{from}}–{{to}} m away"],
  "ring.arrival_one": ["约 {{count}} 分钟到", "about {{count}} minute"],
  "ring.arrival_other": ["约 {{count}} 分钟到", "about {{count}} minutes"],
  "ring.team": ["队伍：{{team}}", "Team: {{team}}"],
  "ring.hazards": ["注意危险：{{hazards}}", "Danger: {{hazards}}"],
  "ring.aedAt": ["取件处", "Where it hangs"],
  "ring.floor": ["{{floor}} 层", "floor {{floor}}"],
  "ring.noSound": ["按一下屏幕任意处，打开声音", "Touch the screen to turn on the sound"],

  "accepting.title": ["已答应，正在确认", "You said yes. Confirming"],
  "accepting.wait": ["请先准备出门，马上告诉您去哪里。", "Get ready to leave. The place comes in a moment."],
  "accepting.offline": ["网络断了。一有网就自动发出。", "No network. It is sent as soon as there is one."],

  "end.ok": ["知道了", "All right"],
  "end.stop": ["请停下", "Please stop"],
  "end.thanks": ["谢谢您", "Thank you"],
  "end.sorryLate": ["这次没赶上", "Too late this time"],
  "end.EXPIRED.say": ["答复时间已过，已改请他人。", "The time to answer ran out. Others were asked."],
  "end.NOT_REACHED.say": [
    "没能及时联系上您，已改请他人。",
    "You could not be reached in time. Others were asked.",
  ],
  "end.STOOD_DOWN.say": ["人手已够，不用去了。", "Enough people are on the way. You need not go."],
  "end.WITHDRAWN.say": ["已不需要您前往。", "You need not go any more."],
  "end.CANCELLED.say": ["警报已取消，不用去了。", "The alert was cancelled. You need not go."],
  "end.CLOSED.say": ["事件已结束，不用再去了。", "It is over. You need not go any further."],
  "end.KIND_CHANGED.say": [
    "情况已更正，需要其他人员，您不用去了。",
    "It turned out to be something else, which needs others. You need not go.",
  ],
  "end.RELEASED.say": ["调度员请您返回。", "The dispatcher lets you go, with thanks."],
  "end.MERGED.say": [
    "两个报警是同一件事，以新任务为准。",
    "Two calls were about one emergency. What is new counts.",
  ],
  "end.HANDED_OVER.say": ["已交给急救人员。您做得很好。", "The crew has taken over. You did well."],
  "end.GAVE_UP.say": ["已经告诉调度，正在请别人去。", "They know, and somebody else is being asked."],
  "end.OFFER_ENDED.say": [
    "已有别人前往，谢谢您答应。",
    "Others are going already. Thank you for saying yes.",
  ],
  "end.CALL_OVER.say": [
    "这次求助已有人去，或者已经结束。不用去了，请安心休息。",
    "Others are going, or it is over. You need not go: rest well.",
  ],
  "end.ALREADY_COMMITTED.say": ["您还有一个任务，请先完成。", "You have another task. Finish it first."],
  "end.other.say": ["已不需要您前往。", "You need not go any more."],
  "end.later": ["过一会儿我们会问问您怎么样。", "Later we will ask how you are."],

  "push.title": ["有人需要您：{{kind}}", "Somebody needs you: {{kind}}"],
  "push.drill": ["【演练】", "[EXERCISE] "],
  "push.open": ["点开回答", "Open to answer"],
} as const satisfies Words;
