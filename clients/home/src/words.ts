// All texts of the first page, Chinese and English side by side.
import { contractWords, openWords } from "@goldenfour/ui";

export const homeWords = {
  name: ["黄金四分钟", "Golden Four"],
  what: [
    "有人心脏骤停，附近受过培训的人几分钟内赶到，并带来可用的 AED。",
    "When a heart stops, trained people near by come within minutes, with an AED that works.",
  ],
  notInstead: [
    "它与急救中心配合，不能代替急救电话。",
    "It works beside the emergency centre and never replaces the emergency call.",
  ],

  console: ["调度台", "Console"],
  consoleWho: ["给急救调度员", "for dispatchers"],
  consoleWhat: [
    "一眼看到警报、到场的人和 AED；全部操作可用键盘完成。",
    "Alerts, who is on the way and with which AED, at a glance; all by keyboard.",
  ],
  phone: ["救护员手机端", "Responder's phone"],
  phoneWho: ["给受过培训的志愿者", "for trained volunteers"],
  phoneWhat: [
    "响铃、一键接受，指路到 AED，再到患者身边。",
    "Rings, is answered with one tap, and shows the way to the AED and to the patient.",
  ],
  map: ["AED 公众地图", "Public AED map"],
  mapWho: ["给所有人，无需登录", "for everybody, no login"],
  mapWhat: [
    "哪台 AED 现在可用，离您多远，往哪走。",
    "Which AED can be used now, how far it is, and which way.",
  ],

  state: ["服务状态", "The service"],
  asking: ["正在查询…", "asking the server…"],
  ready: ["服务器就绪，可接收警报", "ready: alerts are taken"],
  notReady: ["服务器未就绪", "not ready"],
  unreachable: ["无法连接服务器", "the server cannot be reached"],
  durability: ["警报保存方式", "An alert is kept"],
  time: ["服务器时间", "The server's time"],
  drillsOnly: ["仅限演练：这台服务器不接收真实警报。", "Drills only: this server takes no real alert."],
  drillClock: ["演练时钟：比真实时间快 {{rate}} 倍。", "Drill clock: {{rate}} times as fast as real time."],

  try: ["三分钟体验", "Try it in three minutes"],
  tryDemo: [
    "在演示环境中，deploy/up 结束时会给出调度台和手机端的一次性链接。",
    "In the demonstration, deploy/up ends with one-time links for a console and for phones.",
  ],
  tryConsole: [
    "打开调度台链接：演练事件会自行出现；按 N 键可自己发起一条。",
    "Open the dispatcher's link: exercises come up by themselves, and n raises one of your own.",
  ],
  tryPhone: [
    "在另一窗口打开志愿者链接，开始值守，等它响铃，接受，按步骤走到患者身边。",
    "Open a volunteer's link in a second window, go on duty, wait until it rings, accept, and follow the steps to the patient.",
  ],
  tryMap: ["打开公众地图，看看现在哪台 AED 可用。", "Open the public map and see which AED can be used now."],
  tryNotice: [
    "链接只能用一次，有时限；过期后再次运行 deploy/up 即可得到新链接。",
    "A link works once and for a while; running deploy/up again gives new ones.",
  ],

  open: ["开源软件，Apache 2.0", "Open source, Apache 2.0"],
} as const satisfies Record<string, readonly [string, string]>;

export const say = openWords({ ...contractWords, ...homeWords });
