#include "clients/cli/explain_text.h"

#include <algorithm>
#include <array>
#include <map>

#include <fmt/format.h>

#include "clients/cli/terminal.h"
#include "clients/cli/usability_text.h"
#include "clients/cli/words.h"

namespace goldenfour::cli {
namespace {

/// What goes without saying when an AED can be used.
bool goes_without_saying(const v1::UsabilityReason& reason) {
  constexpr std::array<std::string_view, 3> kUsual{"ACCESS_PUBLIC", "VERIFIED", "REPORTS_READY"};
  return std::ranges::find(kUsual, reason.code()) != kUsual.end();
}

std::string reasons_text(const v1::OfferWhy& why, const Page& page) {
  std::string text;
  for (const auto& reason : why.aed_reasons()) {
    if (goes_without_saying(reason)) continue;
    text += page.t.str(", ", "，") + reason_text(reason, page.today, page.t);
  }
  return text;
}

std::string aed_text(const std::string& name, const std::string& id, const Page& page) {
  return name.empty() ? page.aed_name(id) : fmt::format("\"{}\"", harmless(name));
}

/// Before acceptance "responder 3"; afterwards the name, if it may be known, and the id.
std::string who(const v1::Offer& offer, const Page& page) {
  const std::string& name = offer.why().responder_name();
  if (name.empty()) return responder_text(offer.responder(), page.t);
  return fmt::format("{} ({})", harmless(name), harmless(offer.responder()));
}

std::string way(const v1::Offer& offer, const Page& page) {
  const Texts& t = page.t;
  switch (offer.role()) {
    case v1::AED:
      return fmt::format(fmt::runtime(t(" via AED {}", "，取 AED {}")),
                         aed_text(offer.why().aed_name(), offer.aed(), page)) +
             reasons_text(offer.why(), page);
    case v1::GUIDE:
      return t.str(" to guide the crew", "，引导急救人员");
    case v1::CAPTAIN:
    case v1::MEMBER:
      return fmt::format(fmt::runtime(t(" with team {}", "，随队伍 {}")), harmless(offer.team()));
    default:
      return t.str(" straight to the patient", "，直接前往");
  }
}

/// After acceptance: what is then known exactly.
std::string exact(const v1::OfferWhy& why, const Texts& t) {
  std::string text;
  if (why.distance_meters() > 0)
    text +=
        fmt::format(fmt::runtime(t(", {:.0f} m away", "，距离约{:.0f}米")), why.distance_meters());
  if (why.aed_reached_seconds() > 0)
    text += fmt::format(fmt::runtime(t(", at the AED in {}", "，{}到达 AED")),
                        arrival_text(why.aed_reached_seconds(), why.aed_reached_seconds(), t));
  if (why.from_home()) text += t.str(", counted from home", "，按住址估算");
  return text;
}

std::string outcome(const v1::Offer& offer, const Texts& t) {
  if (!offer.end().empty()) return offer_end_text(offer.end(), t);
  return offer.delivery().empty() ? t.str("waiting", "等待") : delivery_text(offer.delivery(), t);
}

std::string wave_text(unsigned wave, const Texts& t) {
  if (wave == 0) return t.str("by hand", "手动");
  return fmt::format(fmt::runtime(t("wave {}", "第{}批")), wave);
}

void print_heading(const v1::Explanation& explanation, const Page& page) {
  const Texts& t = page.t;
  page.out << tinted(harmless(explanation.incident()), Tone::kStrong, page.colour);
  if (explanation.wave() > 0)
    page.out << fmt::format(
        fmt::runtime(t(": wave {}, expected survival {:.1f} % before, {:.1f} % with these offers",
                       "：第{}批，预计存活率由 {:.1f}% 升至 {:.1f}%")),
        explanation.wave(), 100 * std::max(0.0, explanation.survival_before()),
        100 * std::max(0.0, explanation.survival_after()));
  else
    page.out << t(": no plan was made", "：尚未作出安排");
  page.out << '\n';
  std::string hazards;
  for (const int hazard : explanation.hazards())
    hazards += (hazards.empty() ? "" : t.str(", ", "、")) +
               hazard_text(static_cast<v1::Hazard>(hazard), t);
  if (!hazards.empty())
    page.out << tinted(t.str("Hazards: ", "危险：") + hazards, Tone::kAlarm, page.colour) << '\n';
  if (explanation.status() == v1::HELD)
    page.out << t("Held: nobody is asked until it is resumed.", "已暂停：恢复前不询问任何人。")
             << '\n';
}

void print_others(const v1::Explanation& explanation, const Page& page) {
  const Texts& t = page.t;
  Table others({t.str("NOT ASKED", "未询问"), t.str("WHY", "原因"), t.str("THERE IN", "预计到达"),
                t.str("ROLE", "角色"), "AED", t.str("ACCEPTS", "接受概率"), t.str("GAIN", "增益")});
  for (const auto& other : explanation.best_non_offers()) {
    others.add({responder_text(other.responder(), t), exclusion_text(other.reason(), t),
                arrival_text(other.arrival_seconds_from(), other.arrival_seconds_to(), t),
                other.role() == v1::ROLE_UNSPECIFIED ? "-" : v1::Role_Name(other.role()),
                other.aed().empty() ? "-" : aed_text(other.aed_name(), other.aed(), page),
                fmt::format("{:.0f} %", 100 * other.acceptance()),
                fmt::format("{:.1f} %", 100 * other.gain())});
  }
  if (others.empty()) return;
  page.out << '\n';
  others.print(page.out, page.colour);
}

void print_counts(const v1::Explanation& explanation, const Page& page) {
  const Texts& t = page.t;
  const std::map<std::string, unsigned> counts(explanation.excluded().begin(),
                                               explanation.excluded().end());
  if (!counts.empty())
    page.out << '\n' << t("Not asked, by reason:", "未询问人数（按原因）：") << '\n';
  for (const auto& [reason, count] : counts)
    page.out << fmt::format("  {:>6}  {}\n", count, exclusion_text(reason, t));
}

void print_ruled_out(const v1::Explanation& explanation, const Page& page) {
  const Texts& t = page.t;
  if (explanation.aeds_ruled_out().empty()) return;
  page.out << '\n' << t("AEDs nearby that nobody was sent for:", "附近未予考虑的 AED：") << '\n';
  for (const auto& out : explanation.aeds_ruled_out())
    page.out << fmt::format(fmt::runtime(t("  {}, about {:.0f} m from the patient: {}\n",
                                           "  {}，距患者约{:.0f}米：{}\n")),
                            aed_text(out.name(), out.aed(), page), out.distance_meters(),
                            reason_text(out.reason(), page.today, t));
}

}  // namespace

std::string offer_sentence(const v1::Offer& offer, const Page& page) {
  const Texts& t = page.t;
  std::string text = who(offer, page) + t.str(": ", "：") +
                     arrival_text(offer.arrival_seconds_from(), offer.arrival_seconds_to(), t) +
                     way(offer, page) + exact(offer.why(), t) +
                     fmt::format(fmt::runtime(t(", {:.0f} % likely to accept; gain {:.1f} %",
                                                "，接受概率 {:.0f}%；存活增益 {:.1f}%")),
                                 100 * offer.acceptance(), 100 * offer.gain());
  if (offer.why().likely_seconds_to() > offer.why().likely_seconds_from())
    text += fmt::format(
        fmt::runtime(t("; eight in ten within {}", "；八成可能在 {} 之间")),
        arrival_text(offer.why().likely_seconds_from(), offer.why().likely_seconds_to(), t));
  if (!offer.lent_by().empty())
    text += fmt::format(fmt::runtime(t("; lent by {}", "；由 {} 支援")), harmless(offer.lent_by()));
  if (!offer.why().taken_from().empty())
    text += fmt::format(fmt::runtime(t("; was asked by {} before", "；原由 {} 询问，已转来")),
                        harmless(offer.why().taken_from()));
  return text;
}

void print_explanation(const v1::Explanation& explanation, const Page& page) {
  print_heading(explanation, page);
  for (const auto& offer : explanation.offers())
    page.out << fmt::format("  {}  [{}; {}]\n", offer_sentence(offer, page),
                            wave_text(offer.wave(), page.t), outcome(offer, page.t));
  print_others(explanation, page);
  print_counts(explanation, page);
  print_ruled_out(explanation, page);
}

}  // namespace goldenfour::cli
