#include "clients/cli/advice.h"

#include <array>
#include <string_view>

#include <fmt/format.h>

#include "clients/cli/terminal.h"
#include "server/dispatch/errors.h"

namespace goldenfour::cli {
namespace {

using dispatch::ErrorCode;

/// What to do about an error of the service; the words for it stand in server/dispatch/errors.h.
struct Remedy {
  ErrorCode code;
  std::string_view chinese_title;
  std::string_view english;
  std::string_view chinese;
};

constexpr std::array kRemedies{
    Remedy{ErrorCode::kUnknownField, "有契约之外的字段",
           "client and server differ in age: update the older one",
           "客户端与服务器版本不一致，请更新较旧的一方"},
    Remedy{ErrorCode::kUnknownEnumValue, "取值不在规定之内", "see --help for the values",
           "可用取值见 --help"},
    Remedy{ErrorCode::kMissingField, "缺少字段", "add the field", "请补上该字段"},
    Remedy{ErrorCode::kInvalidField, "字段取值不允许", "correct the field", "请更正该字段"},
    Remedy{ErrorCode::kDatumRequired, "位置必须注明坐标系",
           "say --datum WGS84 (GPS, OpenStreetMap) or GCJ02 (Chinese maps)",
           "请注明 --datum WGS84（GPS）或 GCJ02（国内地图）"},
    Remedy{ErrorCode::kPositionOutOfRange, "位置不在地球上", "latitude comes first: 46.05,14.5",
           "纬度在前，例如 29.08,119.65"},
    Remedy{ErrorCode::kTextTooLong, "文本过长", "shorten the text", "请缩短文本"},
    Remedy{ErrorCode::kMalformedCsv, "表格无法读取",
           "the file must be CSV in UTF-8 with a header line", "文件须为带标题行的 UTF-8 CSV"},
    Remedy{ErrorCode::kTooManyRows, "表格行数过多",
           "use `goldenfour aed import`, which cuts the file",
           "请用 goldenfour aed import，它会自动分批"},
    Remedy{ErrorCode::kBodyTooLarge, "内容过大", "send less at once", "请减少一次发送的内容"},
    Remedy{ErrorCode::kNotFound, "不存在",
           "check the id; `goldenfour incident list` shows the open ones",
           "请核对编号；goldenfour incident list 可列出进行中的事件"},
    Remedy{ErrorCode::kUnauthenticated, "需要有效令牌",
           "give a token: --token-file FILE, or make one: goldenfour token create",
           "请提供令牌：--token-file 文件，或新建：goldenfour token create"},
    Remedy{ErrorCode::kForbidden, "该令牌的角色无此权限",
           "use a token of another role: goldenfour token create --role ...",
           "请改用其他角色的令牌：goldenfour token create --role …"},
    Remedy{ErrorCode::kWrongJurisdiction, "令牌属于另一辖区", "use a token of that jurisdiction",
           "请使用该辖区的令牌"},
    Remedy{ErrorCode::kTicketInvalid, "连接票据无效", "try again", "请重试"},
    Remedy{ErrorCode::kEnrolmentUnknown, "登记码不对、已用过或已过期",
           "make a new code: goldenfour token enrol", "请新建登记码：goldenfour token enrol"},
    Remedy{ErrorCode::kRateLimited, "请求过于频繁", "wait a little and try again", "请稍候再试"},
    Remedy{ErrorCode::kOverloaded, "服务器繁忙", "wait a little and try again", "请稍候再试"},
    Remedy{ErrorCode::kIdempotencyKeyReused, "幂等键已用于其他内容",
           "the alert differs from the first one with this key: use a new key",
           "与该键的首个警报内容不同，请换新键"},
    Remedy{ErrorCode::kStaleUpdate, "已有更晚的警报", "send a later `--sent` time",
           "请使用更晚的 --sent 时间"},
    Remedy{ErrorCode::kIllegalTransition, "当前状态下不可行",
           "look at it first: goldenfour incident show ID",
           "请先查看：goldenfour incident show 编号"},
    Remedy{ErrorCode::kOfferEnded, "询问已结束", "somebody else is on the way; nothing to do",
           "已有他人前往，无需处理"},
    Remedy{ErrorCode::kAlreadyCommitted, "已有任务在身", "finish the present task first",
           "请先完成当前任务"},
    Remedy{ErrorCode::kAlreadyExists, "已经存在", "choose another name or id",
           "请换一个名称或编号"},
    Remedy{ErrorCode::kDrillOnly, "本服务器只接受演练", "add --exercise", "请加 --exercise"},
    Remedy{ErrorCode::kPreconditionFailed, "期间已被修改", "read it again, then change it",
           "请重新读取后再修改"},
    Remedy{ErrorCode::kPreconditionRequired, "需要 If-Match", "read it first, then change it",
           "请先读取再修改"},
    Remedy{ErrorCode::kShuttingDown, "服务器正在停止", "try again in a moment", "请稍后重试"},
    Remedy{ErrorCode::kPagesUnavailable, "服务器没有网页可提供",
           "see the server's log, then mend the folder of [web] root",
           "请查看服务器日志，修好 [web] root 所指的文件夹"},
    Remedy{ErrorCode::kInternal, "服务器内部错误", "see the server's log", "请查看服务器日志"},
};

const Remedy* remedy_of(std::string_view code) {
  for (const Remedy& remedy : kRemedies) {
    if (dispatch::info(remedy.code).text == code) return &remedy;
  }
  return nullptr;
}

}  // namespace

std::string explain_failure(const client::Failure& failure, const Texts& t) {
  const std::string detail = harmless(failure.detail);
  switch (failure.kind) {
    case client::Failure::Kind::kUnreachable:
      return fmt::format("{}: {}. {}", t("no answer", "无应答"), detail,
                         t("Is goldenfourd running, and is --server right?",
                           "goldenfourd 是否在运行？--server 是否正确？"));
    case client::Failure::Kind::kUsage:
      return detail;
    case client::Failure::Kind::kRefused:
      break;
  }
  if (failure.code.empty()) return fmt::format("{}: {}", t("refused", "被拒绝"), detail);
  std::string line = fmt::format("{}: {}", t("refused", "被拒绝"), harmless(failure.code));
  if (!failure.field.empty()) line += fmt::format(" ({})", harmless(failure.field));
  const Remedy* remedy = remedy_of(failure.code);
  const bool chinese = t.language() == Language::kChinese;
  if (chinese && remedy != nullptr) line += fmt::format("：{}", remedy->chinese_title);
  if (!detail.empty()) line += fmt::format(": {}", detail);
  if (remedy != nullptr) line += fmt::format(" - {}", t(remedy->english, remedy->chinese));
  return line;
}

}  // namespace goldenfour::cli
