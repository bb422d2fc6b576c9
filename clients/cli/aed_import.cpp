#include "clients/cli/aed_import.h"

#include <filesystem>
#include <fstream>
#include <iostream>

#include <unistd.h>

#include <fmt/format.h>

#include "clients/common/csv_batches.h"
#include "clients/common/csv_fields.h"
#include "goldenfour/v1/aed.pb.h"

namespace goldenfour::cli {
namespace {

class Progress {
 public:
  Progress(std::uint64_t total, const Texts& t)
      : total_(total), t_(t), shown_(isatty(STDERR_FILENO) == 1) {}

  void show(std::uint64_t bytes, const v1::ImportReport& sum) const {
    if (!shown_) return;
    constexpr std::uint64_t kWidth = 30;
    const std::uint64_t filled = total_ == 0 ? kWidth : std::min(kWidth, bytes * kWidth / total_);
    std::cerr << fmt::format("\r[{}{}] {} {}, {} {} ", std::string(filled, '#'),
                             std::string(kWidth - filled, '.'), sum.rows(), t_("rows", "行"),
                             sum.refused(), t_("refused", "被拒"))
              << std::flush;
  }
  void end() const {
    if (shown_) std::cerr << '\n';
  }

 private:
  std::uint64_t total_;
  const Texts& t_;
  bool shown_;
};

class ReportFile {
 public:
  /// No file for an empty path.
  explicit ReportFile(const std::string& path) {
    if (path.empty()) return;
    out_.open(path, std::ios::trunc);
    out_ << "row,id,result,code,field,detail\n";
  }
  void write(const v1::ImportRow& row, std::uint32_t number) {
    out_ << number << ',' << client::csv_field(row.id()) << ','
         << v1::ImportRow::Result_Name(row.result()) << ',' << client::csv_field(row.code()) << ','
         << client::csv_field(row.field()) << ',' << client::csv_field(row.detail()) << '\n';
  }
  bool good() const { return out_.good(); }

 private:
  std::ofstream out_;
};

void add(const v1::ImportReport& part, v1::ImportReport* sum) {
  sum->set_rows(sum->rows() + part.rows());
  sum->set_created(sum->created() + part.created());
  sum->set_updated(sum->updated() + part.updated());
  sum->set_unchanged(sum->unchanged() + part.unchanged());
  sum->set_refused(sum->refused() + part.refused());
  sum->set_unreadable_hours(sum->unreadable_hours() + part.unreadable_hours());
}

void print_summary(const v1::ImportReport& sum, const Session& session, const ImportOptions& o) {
  const Texts& t = session.t();
  if (session.globals().json) {
    std::cout << client::to_json(sum) << std::endl;
    return;
  }
  std::cout << fmt::format(fmt::runtime(t("{} rows: {} new, {} changed, {} unchanged, {} refused\n",
                                          "共{}行：新增{}，更新{}，未变{}，拒绝{}\n")),
                           sum.rows(), sum.created(), sum.updated(), sum.unchanged(),
                           sum.refused());
  if (sum.unreadable_hours() > 0)
    std::cout << fmt::format(
        fmt::runtime(t("{} with opening hours that cannot be read: kept, but unknown\n",
                       "{}行开放时间无法识别：原文保留，按未知处理\n")),
        sum.unreadable_hours());
  constexpr int kShown = 10;
  for (int i = 0; i < std::min(kShown, sum.details_size()); ++i) {
    const auto& row = sum.details(i);
    std::cout << fmt::format("  {} {}: {} ({}) {}\n", t("row", "第"), row.row(), row.code(),
                             row.field(), harmless(row.detail()));
  }
  if (sum.details_size() > kShown && o.report.empty()) {
    std::cout << "  " << t("...; all of them with --report FILE", "……；用 --report 文件 可得全部")
              << '\n';
  }
}

}  // namespace

int import_aeds(Session& session, const ImportOptions& o) {
  constexpr int kKeptRefusals = 1000;
  std::ifstream in(o.file, std::ios::binary);
  if (!in)
    return session.fail(
        client::usage_failure(o.file + ": " + session.t().str("cannot be read", "无法读取"))
            .value());
  ReportFile report(o.report);
  if (!o.report.empty() && !report.good())
    return session.fail(
        client::usage_failure(o.report + ": " + session.t().str("cannot be written", "无法写入"))
            .value());
  std::error_code unknown;
  const Progress progress(std::filesystem::file_size(o.file, unknown), session.t());
  const std::string path =
      fmt::format("/v1/aeds:import?jurisdiction={}&datum={}", client::url_encode(o.jurisdiction),
                  client::url_encode(o.datum));
  client::CsvBatches batches(in, {});
  v1::ImportReport sum;
  for (;;) {
    auto batch = batches.next();
    if (!batch) return session.fail(client::usage_failure(o.file + ": " + batch.error()).value());
    if (!*batch) break;
    // A row that is imported twice is unchanged the second time, so a broken connection may retry.
    const auto part =
        session.read<v1::ImportReport>(session.call({.method = "POST",
                                                     .path = path,
                                                     .content_type = "text/csv",
                                                     .body = std::move((*batch)->body),
                                                     .repeatable = true},
                                                    5));
    if (!part) return session.fail(part.error());
    add(*part, &sum);
    for (const auto& row : part->details()) {
      const std::uint32_t number = (*batch)->first_row + row.row() - 1;
      report.write(row, number);
      if (row.code().empty() || sum.details_size() >= kKeptRefusals) continue;
      *sum.add_details() = row;
      sum.mutable_details(sum.details_size() - 1)->set_row(number);
    }
    progress.show((*batch)->bytes_read, sum);
  }
  progress.end();
  print_summary(sum, session, o);
  return sum.refused() > 0 ? 1 : 0;
}

}  // namespace goldenfour::cli
