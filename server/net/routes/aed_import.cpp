#include <map>
#include <utility>
#include <vector>

#include "server/net/codec/encode.h"
#include "server/net/routes/query_reader.h"
#include "server/net/routes/router.h"

namespace goldenfour::net {
namespace {

using codec::AedRow;
using Versions = std::map<registry::AedId, std::uint64_t>;

struct ImportRequest {
  registry::JurisdictionId jurisdiction;
  geo::Datum datum = geo::Datum::kWgs84;
};

Result<ImportRequest> read_query(const ApiContext& api, const Exchange& exchange) {
  QueryReader query(exchange.request);
  ImportRequest wanted;
  const auto jurisdiction = jurisdiction_for(api, *exchange.caller, query.text("jurisdiction"));
  wanted.datum = query.datum();
  if (auto problem = query.problem()) return tl::make_unexpected(*problem);
  if (!jurisdiction) return tl::make_unexpected(jurisdiction.error());
  wanted.jurisdiction = *jurisdiction;
  return wanted;
}

/// The versions of those records that exist; 0 for one that belongs to another jurisdiction.
boost::asio::awaitable<Result<Versions>> versions_of(const ApiContext* api,
                                                     std::vector<registry::Aed> aeds) {
  co_return co_await look_at<Versions>(
      &api->engine, [aeds = std::move(aeds)](const dispatch::State&,
                                             const registry::Directory& directory, dispatch::Now) {
        Versions versions;
        for (const registry::Aed& aed : aeds) {
          const registry::Aed* known = directory.aed(aed.id);
          if (known == nullptr) continue;
          versions[aed.id] = known->jurisdiction == aed.jurisdiction ? known->version : 0;
        }
        return versions;
      });
}

void refuse_row(AedRow& row, ErrorCode code, std::string detail, std::string field) {
  row.aed = tl::make_unexpected(Problem{code, std::move(detail), std::move(field)});
}

/// Other jurisdictions' records are refused row by row, so that one of them does not stop the rest.
std::vector<registry::Aed> accepted(std::vector<AedRow>& rows, const Versions& before) {
  std::vector<registry::Aed> aeds;
  for (AedRow& row : rows) {
    if (!row.aed) continue;
    const auto known = before.find(row.aed->id);
    if (known != before.end() && known->second == 0) {
      refuse_row(row, ErrorCode::kWrongJurisdiction, "the record belongs to another", "@id");
    } else {
      aeds.push_back(*row.aed);
    }
  }
  return aeds;
}

v1::ImportRow::Result result_of(const AedRow& row, const Versions& before, const Versions& after) {
  if (!row.aed) return v1::ImportRow::REFUSED;
  const auto was = before.find(row.aed->id);
  if (was == before.end()) return v1::ImportRow::CREATED;
  const auto is = after.find(row.aed->id);
  const bool same = is != after.end() && is->second == was->second;
  return same ? v1::ImportRow::UNCHANGED : v1::ImportRow::UPDATED;
}

/// The raw text is kept; the registrar learns that nobody can plan with it.
void describe_hours(const registry::OpeningHours& hours, v1::ImportRow* out) {
  const auto* error = hours.error();
  if (error == nullptr) return;
  out->set_code("UNREADABLE_HOURS");
  out->set_field("opening_hours");
  out->set_detail(codec::describe(*error));
}

void describe(const AedRow& row, v1::ImportRow::Result result, v1::ImportRow* out) {
  out->set_row(row.row);
  out->set_id(row.id);
  out->set_result(result);
  if (row.aed) return describe_hours(row.aed->opening_hours, out);
  out->set_code(std::string(dispatch::info(row.aed.error().code).text));
  out->set_field(row.aed.error().field);
  out->set_detail(row.aed.error().detail);
}

v1::ImportReport report_of(const std::vector<AedRow>& rows, const Versions& before,
                           const Versions& after) {
  v1::ImportReport report;
  report.set_rows(static_cast<std::uint32_t>(rows.size()));
  for (const bool refused : {true, false}) {
    for (const AedRow& row : rows) {
      if (row.aed.has_value() == refused) continue;
      const auto result = result_of(row, before, after);
      describe(row, result, report.add_details());
      if (row.aed && row.aed->opening_hours.error() != nullptr)
        report.set_unreadable_hours(report.unreadable_hours() + 1);
      switch (result) {
        case v1::ImportRow::CREATED:
          report.set_created(report.created() + 1);
          break;
        case v1::ImportRow::UPDATED:
          report.set_updated(report.updated() + 1);
          break;
        case v1::ImportRow::UNCHANGED:
          report.set_unchanged(report.unchanged() + 1);
          break;
        default:
          report.set_refused(report.refused() + 1);
          break;
      }
    }
  }
  return report;
}

std::vector<registry::Aed> readable(const std::vector<AedRow>& rows) {
  std::vector<registry::Aed> aeds;
  for (const AedRow& row : rows) {
    if (row.aed) aeds.push_back(*row.aed);
  }
  return aeds;
}

}  // namespace

/// Only ever puts: a table without rows, as a failed extract leaves one, removes nothing.
ReplyMessage import_aeds(const ApiContext* api, Exchange exchange) {
  const auto wanted = read_query(*api, exchange);
  if (!wanted) co_return problem_response(wanted.error());
  auto rows = codec::read_osm_aeds(exchange.request.body, wanted->jurisdiction, wanted->datum,
                                   api->options.import);
  if (!rows) co_return problem_response(rows.error());
  const auto before = co_await versions_of(api, readable(*rows));
  if (!before) co_return problem_response(before.error());
  const std::vector<registry::Aed> aeds = accepted(*rows, *before);
  if (!aeds.empty()) {
    const dispatch::Reply reply = co_await submit(
        &api->engine,
        command_of(*exchange.caller, wanted->jurisdiction, dispatch::ImportAeds{aeds}));
    if (reply.error != ErrorCode::kNone) co_return problem_response(problem_of(reply));
  }
  const auto after = co_await versions_of(api, aeds);
  if (!after) co_return problem_response(after.error());
  co_return respond(exchange, 200, report_of(*rows, *before, *after));
}

}  // namespace goldenfour::net
