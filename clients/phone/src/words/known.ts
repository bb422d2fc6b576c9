import type { Words } from "@goldenfour/ui";

// What the service keeps about a person: what, since when, for how long, who sees it.
export const knownWords = {
  "known.title": ["知道我什么，保存多久", "What is known about me, and for how long"],
  "known.who": [
    "这部手机登记为 {{subject}}，属于 {{jurisdiction}}。",
    "This phone is enrolled as {{subject}} of {{jurisdiction}}.",
  ],
  "known.position.title": ["位置", "Position"],
  "known.position": [
    "只在值守或有任务时发送。服务器只在内存里记最新的一个，十分钟后忘掉，从不写入磁盘。",
    "Sent only while you are on duty or have a task. The server keeps the newest one in memory alone, forgets it after ten minutes and never writes it to a disk.",
  ],
  "known.person.title": ["姓名、电话、住址", "Name, telephone, home"],
  "known.person": [
    "由协调员登记，加密存放，您退出后删除。接受任务前，别人看不到您是谁。",
    "Entered by your coordinator, kept sealed, deleted when you leave. Nobody sees who you are before you accept.",
  ],
  "known.calls.title": ["每次出动", "Each call"],
  "known.calls": [
    "长期记下您的编号、答复和各步骤的时间，不记姓名。现场地址和患者信息 180 天后删除。",
    "Your number, your answers and the times of your steps are kept for the record, without your name. Place and patient are deleted after 180 days.",
  ],
  "known.device.title": ["这部手机", "This phone"],
  "known.device": [
    "登记凭证、设置、没发出的消息，以及您对“还好吗”的回答，只在这部手机里。",
    'Its token, your settings, what is not sent yet, and your answer to "how are you" stay on this phone.',
  ],
  "known.defaults": [
    "以上是本软件的默认值，您的服务可能定得更短。",
    "These are the defaults; your service may keep less.",
  ],
  "known.asking": ["正在问服务器…", "Asking the server…"],
  "known.unreachable": [
    "连不上服务器，看不到记录。规则如下。",
    "The server cannot be reached, so the record itself is not shown. These are the rules.",
  ],
  "known.untold": [
    "这台服务器不向手机出示记录，可向协调员查询。规则如下。",
    "This server does not show the record to a phone; your coordinator can. These are the rules.",
  ],
  "known.again": ["再问一次", "Ask again"],
  "known.none": ["没有", "none"],
  "known.yes": ["是", "yes"],
  "known.no": ["否", "no"],

  "held.name": ["姓名", "Name"],
  "held.phone": ["电话", "Telephone"],
  "held.home": ["住址位置", "Home"],
  "held.certified": ["证书有效至", "Certified until"],
  "held.skills": ["技能", "Skills"],
  "held.mode": ["通常出动方式", "Usual travel"],
  "held.drills": ["参加演练", "Joins exercises"],
  "held.duty": ["值守", "On duty"],
  "held.dutySince": ["自", "Since"],
  "held.positionAt": ["现存位置收到于", "Position heard at"],
  "held.positionNone": ["现在没有存任何位置", "No position is kept now"],
  "held.positionUntil": ["忘掉于", "Forgotten at"],
  "held.deviceAt": ["手机最近一次联系", "Phone last heard"],
  "held.push": ["推送的设备", "Devices with push"],
  "held.offers": ["被问过", "Asked"],
  "held.tasks": ["答应过", "Said yes"],
  "held.times_one": ["{{count}} 次", "{{count}} time"],
  "held.times_other": ["{{count}} 次", "{{count}} times"],
  "held.habit": [
    "挑选时会参考：被问 {{asked}} 次，答应 {{accepted}} 次，没有回音 {{silent}} 次。演练不算；半年前的只算一半。",
    "Weighs when people are chosen: asked {{asked}}, said yes {{accepted}}, silent {{silent}}. Exercises do not count; what is half a year old counts half.",
  ],
  "held.turnout": ["从答应到出发，通常 {{seconds}} 秒。", "From yes to leaving, usually {{seconds}} s."],
  "skill.CPR_AED": ["心肺复苏和AED", "CPR and AED"],
  "skill.BLEEDING_CONTROL": ["止血", "bleeding control"],
  "skill.WATER_RESCUE": ["水上救援", "water rescue"],
  "skill.ANAPHYLAXIS": ["严重过敏用药", "anaphylaxis"],
} as const satisfies Words;
