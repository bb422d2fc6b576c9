#include <optional>
#include <set>

#include "server/app/config.h"
#include "server/dispatch/names.h"

// The rows of one kind of incident, and of hazards.
namespace goldenfour::app {
namespace {

using dispatch::Hazard;
using dispatch::KindPolicy;
using dispatch::Policy;
using registry::Equipment;
using registry::Skill;

template <class E>
std::string choices() {
  std::string out;
  for (const std::string_view text : dispatch::EnumNames<E>::kTexts)
    out += (out.empty() ? "\"" : ", \"") + std::string(text) + '"';
  return out;
}

/// A set of an enum's values, written as a list of their names.
template <class T, class E, class Access>
Setting<T> names(std::string key, std::string help, Access access) {
  return {.key = std::move(key),
          .help = std::move(help),
          .allowed = "a list of " + choices<E>(),
          .set =
              [=](T& target, const Value& value) {
                const auto* given = std::get_if<std::vector<std::string>>(&value);
                if (given == nullptr) return false;
                std::set<E> read;
                for (const std::string& text : *given) {
                  const auto one = dispatch::value_of<E>(text);
                  if (!one) return false;
                  read.insert(*one);
                }
                access(target) = std::move(read);
                return true;
              },
          .get = [=](const T& source) -> Value {
            std::vector<std::string> out;
            for (const E one : access(source)) out.emplace_back(dispatch::text_of(one));
            return out;
          }};
}

/// One of an enum's names, or "" for none.
template <class T, class E, class Access>
Setting<T> name_or_none(std::string key, std::string help, Access access) {
  return {.key = std::move(key),
          .help = std::move(help),
          .allowed = choices<E>() + ", or empty",
          .set =
              [=](T& target, const Value& value) {
                const auto* given = std::get_if<std::string>(&value);
                if (given == nullptr) return false;
                const auto one = dispatch::value_of<E>(*given);
                if (!one && !given->empty()) return false;
                access(target) = one;
                return true;
              },
          .get = [=](const T& source) -> Value {
            const std::optional<E>& one = access(source);
            return one ? std::string(dispatch::text_of(*one)) : std::string();
          }};
}

const Settings<KindPolicy> kWho{
    integer<KindPolicy>("max_cpr", "Tasks straight to the patient.", 0, 20,
                        [](auto& k) -> auto& { return k.max_cpr; }),
    integer<KindPolicy>("max_aed", "Tasks that fetch something first.", 0, 20,
                        [](auto& k) -> auto& { return k.max_aed; }),
    integer<KindPolicy>("max_guide", "Tasks that meet the crew.", 0, 20,
                        [](auto& k) -> auto& { return k.max_guide; }),
    name_or_none<KindPolicy, Equipment>("fetch", "What is fetched; empty: nothing is of use.",
                                        [](auto& k) -> auto& { return k.fetch; }),
    names<KindPolicy, Skill>("required_skills", "Who lacks one is not asked.",
                             [](auto& k) -> auto& { return k.required; }),
    names<KindPolicy, Skill>("preferred_skills", "Who lacks one counts for less.",
                             [](auto& k) -> auto& { return k.preferred; }),
    number<KindPolicy>("unpreferred_worth", "Of one person, without the preferred skills.", 0.01, 1,
                       [](auto& k) -> auto& { return k.unpreferred_worth; }),
    names<KindPolicy, Hazard>("warn_only_hazards", "Hold nobody back from this kind.",
                              [](auto& k) -> auto& { return k.warn_only; }),
};

const Settings<KindPolicy> kUrgency{
    flag<KindPolicy>("arrest", "Plan by the survival of arrests; false: by the figures below.",
                     [](auto& k) -> auto& { return k.is_arrest; }),
    number<KindPolicy>("outcome_at_once", "Expected outcome if all were there at once.", 0, 1,
                       [](auto& k) -> auto& { return k.urgency.at_once; }),
    number<KindPolicy>("loss_per_minute_first", "Until the first who helps.", 0, 1,
                       [](auto& k) -> auto& { return k.urgency.per_minute_first; }),
    number<KindPolicy>("loss_per_minute_fetched", "Until what is fetched is there.", 0, 1,
                       [](auto& k) -> auto& { return k.urgency.per_minute_fetched; }),
    number<KindPolicy>("loss_per_minute_crew", "Until the crew is there.", 0, 1,
                       [](auto& k) -> auto& { return k.urgency.per_minute_crew; }),
};

}  // namespace

const Settings<Policy>& hazard_settings() {
  static const Settings<Policy> all{names<Policy, Hazard>(
      "holding_hazards", "Hold everybody back until a dispatcher releases them; others warn.",
      [](auto& p) -> auto& { return p.holding_hazards; })};
  return all;
}

const Settings<KindPolicy>& kind_settings() {
  static const Settings<KindPolicy> all = [] {
    Settings<KindPolicy> rows = kWho;
    rows.insert(rows.end(), kUrgency.begin(), kUrgency.end());
    return rows;
  }();
  return all;
}

}  // namespace goldenfour::app
