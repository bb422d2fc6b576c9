#include "clients/cli/usability_text.h"

#include <array>
#include <string_view>

#include <fmt/format.h>

#include "clients/cli/terminal.h"

namespace goldenfour::cli {
namespace {

struct Words {
  std::string_view code;
  std::string_view english;
  std::string_view chinese;
  /// How the reason's time is joined, if it has one.
  std::string_view english_time = " ({})";
  std::string_view chinese_time = "（{}）";
};

constexpr std::array<Words, 21> kReasons{{
    {"OUT_OF_SERVICE", "out of service", "已停用"},
    {"OPEN", "open", "开放", " until {}", "至 {}"},
    {"CLOSED", "closed", "关闭", " until {}", "至 {}"},
    {"HOURS_UNKNOWN", "hours unknown", "开放时间未知", " until {}", "至 {}"},
    {"HOURS_UNREADABLE", "hours not readable", "开放时间无法识别"},
    {"HOLIDAY_NOT_STATED", "a public holiday, of which the hours say nothing",
     "法定节假日，开放时间未说明", " until {}", "至 {}"},
    {"DAY_KIND_UNKNOWN", "holidays of that year not known", "该年节假日安排未知", " until {}",
     "至 {}"},
    {"ACCESS_PUBLIC", "public access", "公共开放"},
    {"ACCESS_UNKNOWN", "access unknown", "是否开放未知"},
    {"ACCESS_RESTRICTED", "restricted access", "限制进入"},
    {"ACCESS_PRIVATE", "private", "私人"},
    {"REPORTS_READY", "reports itself ready", "设备自检正常"},
    {"REPORTS_FAULT", "reports a fault", "设备报告故障"},
    {"TELEMETRY_OLD", "has stopped reporting", "设备已停止上报"},
    {"PADS_EXPIRED", "pads expired", "电极片已过期"},
    {"BATTERY_EXPIRED", "battery expired", "电池已过期"},
    {"VERIFIED", "checked", "已核查"},
    {"VERIFIED_LONG_AGO", "not checked for long", "长期未核查"},
    {"NEVER_VERIFIED", "never checked", "从未核查"},
    {"REPORTED_TONIGHT", "reported missing", "已被报告缺失"},
    {"RESERVED", "reserved for a task", "已被任务预留"},
}};

}  // namespace

std::string reason_text(const v1::UsabilityReason& reason, client::WallTime today, const Texts& t) {
  for (const Words& words : kReasons) {
    if (words.code != reason.code()) continue;
    if (words.code == "OPEN" && !reason.has_at()) return t.str("open 24 h", "24 小时开放");
    std::string text = t.str(words.english, words.chinese);
    if (reason.has_at())
      text += fmt::format(fmt::runtime(t(words.english_time, words.chinese_time)),
                          clock_text(client::to_time(reason.at()), today));
    return text;
  }
  return harmless(reason.code());
}

std::string usability_line(const v1::Aed& aed, client::WallTime today, const Texts& t) {
  if (!aed.has_usability()) return "-";
  const v1::AedUsability& usability = aed.usability();
  std::string text = fmt::format("{:.0f} %", usability.probability() * 100);
  for (int i = 0; i < usability.reasons_size(); ++i) {
    text += i == 0 ? t(": ", "：") : t(", ", "，");
    text += reason_text(usability.reasons(i), today, t);
  }
  return text;
}

}  // namespace goldenfour::cli
