// What durability costs, beside what the disk itself costs in the same run; and how fast a node
// with 200,000 AEDs starts.
//
//   bench_store [directory]     the directory lies on the disk to measure; default: where it is run
#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <future>
#include <string>
#include <vector>

#include "server/store/head_file.h"
#include "server/store/journal.h"
#include "server/store/record.h"
#include "tests/bench/stopwatch.h"
#include "tests/support/random.h"

namespace goldenfour::bench {
namespace {

using namespace store;
namespace fs = std::filesystem;

constexpr int kSingles = 400;
constexpr std::size_t kRecordBytes = 300;
constexpr int kBatches = 100;
constexpr int kPerBatch = 100;
constexpr std::uint64_t kAeds = 200'000;
constexpr std::uint64_t kAedsPerDecision = 256;

// Unwraps, or ends the program with the reason: a benchmark of a broken store means nothing.
template <class T>
T sure(Expected<T> value) {
  if (!value) {
    std::fprintf(stderr, "%s\n", to_string(value.error()).c_str());
    std::exit(1);
  }
  if constexpr (!std::is_void_v<T>) return std::move(*value);
}

std::unique_ptr<JournalFile> fresh_journal(const std::string& directory) {
  fs::remove_all(directory);
  fs::create_directories(directory);
  JournalOptions options;
  options.directory = directory;
  options.node_id = "bench";
  return sure(JournalFile::open(options));
}

std::vector<double> repeat(int times, const std::function<void()>& work) {
  std::vector<double> samples;
  for (int i = 0; i < times; ++i) samples.push_back(microseconds(work));
  return samples;
}

void print(const char* what, const std::vector<double>& samples, double records_each) {
  const Spread of = spread(samples);
  std::printf("%-44s %9.0f us %9.0f us %12.0f/s\n", what, of.median, of.p99,
              records_each * 1e6 / of.mean);
}

void bench_limit(const std::string& directory) {
  const std::string path = directory + "/raw";
  const int file = ::open(path.c_str(), O_CREAT | O_TRUNC | O_WRONLY | O_APPEND | O_CLOEXEC, 0600);
  const std::string record(kRecordBytes, 'r');
  print("limit: append and fdatasync",
        repeat(kSingles,
               [&] {
                 if (::write(file, record.data(), record.size()) < 0 || ::fdatasync(file) != 0)
                   std::abort();
               }),
        1);
  ::close(file);
}

void bench_heads(const std::string& directory) {
  auto head = sure(HeadFile::open(directory + "/head", "", true));
  JournalHead at;
  print("journal.head: two slots, overwritten (ours)",
        repeat(kSingles,
               [&] {
                 ++at.sequence;
                 sure(head.write(at));
               }),
        1);
  const int parent = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const std::string aside = directory + "/head.new";
  print("journal.head: write, rename, sync directory",
        repeat(kSingles,
               [&] {
                 const int file =
                     ::open(aside.c_str(), O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
                 const std::string block(64, 'h');
                 if (::write(file, block.data(), block.size()) < 0 || ::fdatasync(file) != 0)
                   std::abort();
                 ::close(file);
                 fs::rename(aside, directory + "/head.renamed");
                 if (::fsync(parent) != 0) std::abort();
               }),
        1);
  ::close(parent);
}

void bench_appends(const std::string& directory) {
  auto journal = fresh_journal(directory + "/appends");
  const auto append = [&](int count) {
    std::vector<Entry> batch;
    for (int i = 0; i < count; ++i) {
      batch.push_back({journal->last_sequence() + 1 + static_cast<std::uint64_t>(i),
                       std::string(kRecordBytes, 'r')});
    }
    sure(journal->append(batch));
    sure(journal->checkpoint_if_due());
  };
  print("journal: one record a commit", repeat(kSingles, [&] { append(1); }), 1);
  print("journal: 100 records a commit", repeat(kBatches, [&] { append(kPerBatch); }), kPerBatch);
}

dispatch::Decision import_of(std::uint64_t first, support::Random& random) {
  dispatch::Decision decision;
  decision.jurisdiction = registry::JurisdictionId("bench");
  decision.epoch = 1;
  decision.sequence = first / kAedsPerDecision + 1;
  decision.command = "ImportAeds";
  for (std::uint64_t i = first; i < std::min(first + kAedsPerDecision, kAeds); ++i) {
    registry::Aed aed;
    aed.id = registry::AedId("aed-" + std::to_string(i));
    aed.jurisdiction = decision.jurisdiction;
    aed.version = 1;
    aed.position = *geo::Position::from_degrees(random.uniform(45, 47), random.uniform(13, 16));
    aed.name = "Gasilski dom " + std::to_string(i);
    aed.address = "Cesta v mestu " + std::to_string(random.below(200)) + ", Ljubljana";
    aed.location_hint = "na zunanji steni ob vhodu";
    aed.opening_hours = "Mo-Fr 08:00-16:00";
    aed.source = "osm";
    if (random.chance(0.1)) aed.door_code = std::to_string(random.below(10'000));
    decision.facts.emplace_back(dispatch::AedPut{std::move(aed)});
  }
  return decision;
}

void bench_warm_start(const std::string& directory) {
  const std::string path = directory + "/start";
  auto journal = fresh_journal(path);
  support::Random random(1);
  const double stored = microseconds([&] {
    std::uint64_t sequence = 0;
    for (std::uint64_t first = 0; first < kAeds; first += kAedsPerDecision) {
      const Entry entry = encode(++sequence, import_of(first, random), {});
      sure(journal->append({&entry, 1}));
      sure(journal->checkpoint_if_due());
    }
  });
  journal.reset();
  std::unique_ptr<SqliteJournal> port;
  SqliteJournalOptions options;
  options.file.directory = path;
  options.file.node_id = "bench";
  std::uint64_t facts = 0;
  const double opened = microseconds([&] { port = sure(SqliteJournal::open(options, {})); });
  const double replayed = microseconds([&] {
    const auto last = port->replay(
        [&](std::uint64_t, const dispatch::Decision& decision) { facts += decision.facts.size(); });
    if (!last || facts != kAeds) std::abort();
  });
  std::printf("\n%d AEDs, every tenth with a door code, %d in a decision\n",
              static_cast<int>(kAeds), static_cast<int>(kAedsPerDecision));
  std::printf("%-44s %9.2f s\n", "stored", stored / 1e6);
  std::printf("%-44s %9.2f s\n", "start: open, vault checked", opened / 1e6);
  std::printf("%-44s %9.2f s %12.0f AEDs/s\n", "start: read, verified, decoded", replayed / 1e6,
              static_cast<double>(kAeds) * 1e6 / replayed);
}

void bench_read(const std::string& directory) {
  auto journal = fresh_journal(directory + "/read");
  std::vector<Entry> batch;
  for (std::uint64_t sequence = 1; sequence <= kAeds; ++sequence) {
    batch.push_back({sequence, std::string(kRecordBytes, static_cast<char>(sequence))});
    if (batch.size() < 1000) continue;
    sure(journal->append(batch));
    sure(journal->checkpoint_if_due());
    batch.clear();
  }
  const double took = microseconds([&] {
    sure(journal->read(1, [](std::uint64_t, std::string_view) { return Expected<void>{}; }));
  });
  std::printf("%-44s %9.2f s %12.0f records/s\n", "200,000 small records read and verified",
              took / 1e6, static_cast<double>(kAeds) * 1e6 / took);
}

int run(const std::string& parent) {
  const std::string directory = parent + "/bench_store.tmp";
  fs::create_directories(directory);
  std::printf("store: %s, records of %d bytes\n%-44s %12s %12s %14s\n", directory.c_str(),
              static_cast<int>(kRecordBytes), "", "median", "p99", "rate");
  bench_limit(directory);
  bench_heads(directory);
  bench_appends(directory);
  bench_warm_start(directory);
  bench_read(directory);
  fs::remove_all(directory);
  return 0;
}

}  // namespace
}  // namespace goldenfour::bench

int main(int argc, char** argv) {
  return goldenfour::bench::run(argc > 1 ? argv[1] : ".");
}
