#include <iostream>
#include <memory>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "clients/cli/aed_import.h"
#include "clients/cli/commands.h"
#include "clients/cli/parse.h"
#include "clients/cli/usability_text.h"
#include "goldenfour/v1/aed.pb.h"

namespace goldenfour::cli {
namespace {

struct AedOptions {
  std::string id;
  std::string at;
  std::string datum = "WGS84";
  double radius = 1000;
  int limit = 10;
  std::string usable_at;
  ImportOptions import;
};

std::string access_text(v1::AedAccess access, const Texts& t) {
  switch (access) {
    case v1::PUBLIC:
      return t.str("public", "公共");
    case v1::RESTRICTED:
      return t.str("restricted", "受限");
    case v1::PRIVATE:
      return t.str("private", "私人");
    default:
      return t.str("unknown", "未知");
  }
}

std::string called(const v1::Aed& aed) {
  if (!aed.name().empty()) return harmless(aed.name());
  return aed.address().empty() ? "-" : harmless(aed.address());
}

// A table's cell of at most kCell columns.
std::string shortened(std::string text) {
  constexpr std::size_t kCell = 46;
  if (display_width(text) <= kCell) return text;
  while (display_width(text) > kCell - 3) {
    // A whole character: its continuation bytes first.
    while ((static_cast<unsigned char>(text.back()) & 0xC0) == 0x80) text.pop_back();
    text.pop_back();
  }
  return text + "...";
}

std::string or_dash(const std::string& text) {
  return text.empty() ? "-" : harmless(text);
}

// The probability with the reason that comes first: about reaching it.
std::string short_usability(const v1::Aed& aed, const Texts& t) {
  if (!aed.has_usability()) return "-";
  v1::Aed first = aed;
  auto* reasons = first.mutable_usability()->mutable_reasons();
  if (reasons->size() > 1) reasons->DeleteSubrange(1, reasons->size() - 1);
  return usability_line(first, client::now(), t);
}

int near(Session& session, const AedOptions& o) {
  const Texts& t = session.t();
  const auto place = parse_lat_lng(o.at);
  const auto datum = parse_datum(o.datum);
  if (!place || !datum) {
    return session.fail(
        client::usage_failure(
            t.str("expected LATITUDE,LONGITUDE and --datum WGS84, CGCS2000, GCJ02 or BD09",
                  "应为 纬度,经度，及 --datum WGS84、CGCS2000、GCJ02 或 BD09"))
            .value());
  }
  const std::string& name = v1::Datum_Name(*datum);
  const auto aeds = session.get<v1::AedList>(fmt::format(
      "/v1/aeds?near={},{}&datum={}&radius={}&limit={}{}", place->first, place->second, name,
      o.radius, o.limit,
      o.usable_at.empty() ? std::string() : "&usableAt=" + client::url_encode(o.usable_at)));
  if (!aeds) return session.fail(aeds.error());
  if (session.printed_json()) return 0;
  Table table({t.str("METRES", "距离（米）"), "AED", t.str("NAME", "名称"), t.str("WHERE", "位置"),
               t.str("FLOOR", "楼层"), t.str("ACCESS", "开放"), t.str("HOURS", "时间"),
               t.str("USABLE", "可用性")});
  for (const auto& aed : aeds->aeds()) {
    table.add({fmt::format("{:.0f}", aed.distance_meters()), harmless(aed.id()),
               shortened(called(aed)), shortened(or_dash(aed.location_hint())),
               or_dash(aed.floor()), access_text(aed.access(), t), or_dash(aed.opening_hours()),
               short_usability(aed, t)});
  }
  if (table.empty()) {
    std::cout << fmt::format(fmt::runtime(t("No AED within {:.0f} m.\n", "{:.0f} 米内没有AED。\n")),
                             o.radius);
    return 0;
  }
  table.print(std::cout, session.colour());
  return 0;
}

int show(Session& session, const AedOptions& o) {
  const Texts& t = session.t();
  const auto aed = session.get<v1::Aed>("/v1/aeds/" + client::url_encode(o.id));
  if (!aed) return session.fail(aed.error());
  if (session.printed_json()) return 0;
  const auto line = [&](std::string_view name, const std::string& value) {
    if (!value.empty()) std::cout << "  " << name << ": " << harmless(value) << '\n';
  };
  std::cout << tinted(harmless(aed->id()), Tone::kStrong, session.colour()) << "  " << called(*aed)
            << '\n';
  line(t("place", "位置"),
       fmt::format("{:.6f},{:.6f} WGS84", aed->position().latitude(), aed->position().longitude()));
  line(t("address", "地址"), aed->address());
  line(t("hint", "说明"), aed->location_hint());
  line(t("floor", "楼层"), aed->floor());
  line(t("access", "开放"), access_text(aed->access(), t));
  line(t("hours", "时间"), aed->opening_hours());
  line(t("in service", "可用"),
       aed->status() == v1::OUT_OF_SERVICE ? t.str("NO", "停用") : t.str("yes", "是"));
  if (aed->has_usability()) {
    line(t("usable now", "当前可用性"), usability_line(*aed, client::now(), t));
    line(t("hours not readable", "开放时间无法识别"), aed->usability().hours_problem());
  }
  line(t("pads good until", "电极片有效期至"), aed->pads_expire_on());
  line(t("battery good until", "电池有效期至"), aed->battery_expires_on());
  if (aed->has_telemetry()) line(t("fault", "故障"), aed->telemetry().fault());
  line(t("jurisdiction", "辖区"), aed->jurisdiction());
  line(t("source", "来源"), aed->source() == "generated"
                                ? t.str("generated: invented, there is no such device",
                                        "generated：虚构，实际并无此设备")
                                : aed->source());
  line(t("version", "版本"), std::to_string(aed->version()));
  return 0;
}

}  // namespace

void add_aed(CLI::App& app, Program& program) {
  const Texts t = program.t;
  auto o = std::make_shared<AedOptions>();
  CLI::App* group = app.add_subcommand("aed", t.str("the registry of AEDs", "AED 登记"));
  group->require_subcommand(1);
  CLI::App* import =
      group->add_subcommand("import", t.str("import a CSV file, in batches", "分批导入 CSV 文件"));
  import
      ->add_option("file", o->import.file,
                   t.str("CSV in UTF-8 with a header; the columns of OpenStreetMap's extracts",
                         "UTF-8 CSV，带标题行，列名同 OpenStreetMap 摘录"))
      ->required();
  import->add_option("--jurisdiction", o->import.jurisdiction, t.str("whose registry", "所属辖区"))
      ->required();
  import
      ->add_option("--datum", o->import.datum,
                   t.str("of the file's coordinates", "文件坐标所用坐标系"))
      ->capture_default_str();
  import->add_option(
      "--report", o->import.report,
      t.str("write what became of each row to this CSV file", "将每行结果写入该 CSV 文件"));
  import->callback([o, &program] {
    program.action = [o](Session& session) { return import_aeds(session, o->import); };
  });
  CLI::App* search = group->add_subcommand("near", t.str("the nearest AEDs", "最近的 AED"));
  search->add_option("at", o->at, t.str("LATITUDE,LONGITUDE", "纬度,经度"))->required();
  search->add_option("--datum", o->datum, t.str("of these coordinates", "坐标系"))
      ->capture_default_str();
  search->add_option("--radius", o->radius, t.str("metres", "半径（米）"))->capture_default_str();
  search->add_option("--limit", o->limit, t.str("at most so many", "最多条数"))
      ->capture_default_str();
  search->add_option("--usable-at", o->usable_at,
                     t.str("those usable at that time first: 2026-10-01T08:00:00Z",
                           "该时刻可用者优先：2026-10-01T08:00:00Z"));
  search->callback(
      [o, &program] { program.action = [o](Session& session) { return near(session, *o); }; });
  CLI::App* one = group->add_subcommand("show", t.str("all about one", "显示详情"));
  one->add_option("id", o->id, t.str("its id", "编号"))->required();
  one->callback(
      [o, &program] { program.action = [o](Session& session) { return show(session, *o); }; });
}

}  // namespace goldenfour::cli
