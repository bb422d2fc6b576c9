#include <gtest/gtest.h>

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "server/app/calendar_file.h"
#include "server/app/calendar_watch.h"
#include "server/app/config.h"
#include "server/registry/calendar_cn.h"

namespace goldenfour::app {
namespace {

/// The errors of a text, joined by newlines; empty when it is a good configuration.
std::string errors_of(const std::string& text) {
  const auto config = parse_config(text, "test.toml");
  if (config) return "";
  std::string joined;
  for (const std::string& error : config.error()) joined += error + "\n";
  return joined;
}

void expect_error(const std::string& text, const std::string& part) {
  const std::string errors = errors_of(text);
  EXPECT_NE(errors.find(part), std::string::npos) << "of:\n" << text << "\nsaid:\n" << errors;
}

/// A value of another type than the one that the row has.
std::string other_type(const Value& value) {
  return std::holds_alternative<bool>(value) ? "\"text\"" : "true";
}

/// A file of its own that goes with the test.
class TemporaryFile {
 public:
  explicit TemporaryFile(const std::string& content) {
    static int number = 0;
    path_ = testing::TempDir() + "goldenfour-config-" + std::to_string(::getpid()) + "-" +
            std::to_string(number++);
    std::ofstream(path_) << content;
  }
  ~TemporaryFile() { std::filesystem::remove(path_); }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

TEST(Config, DefaultsAreAGoodConfiguration) {
  EXPECT_EQ(errors_of(""), "");
  EXPECT_EQ(errors_of(default_config_text()), "");
}

TEST(Config, PrintedDefaultsAreTheDefaults) {
  const auto parsed = parse_config(default_config_text(), "default");
  ASSERT_TRUE(parsed);
  const Config plain;
  for (const Section& section : sections())
    for (const auto& row : section.settings)
      EXPECT_EQ(row.get(*parsed), row.get(plain)) << section.name << "." << row.key;
  for (const auto& row : policy_settings())
    EXPECT_EQ(row.get(parsed->policy), row.get(plain.policy)) << row.key;
  for (int kind = 0; kind < dispatch::kIncidentKindCount; ++kind)
    for (const auto& row : kind_settings())
      EXPECT_EQ(row.get(parsed->policy.kinds[kind]), row.get(plain.policy.kinds[kind])) << row.key;
}

TEST(Config, TheExampleInDeployIsWhatIsPrinted) {
  std::ifstream file("deploy/goldenfourd.toml");
  std::stringstream text;
  text << file.rdbuf();
  EXPECT_TRUE(text.str() == default_config_text())
      << "write it again: goldenfourd --print-config > deploy/goldenfourd.toml";
}

TEST(Config, EveryKeyRefusesAnotherTypeAndNamesItsLine) {
  const Config config;
  for (const Section& section : sections())
    for (const auto& row : section.settings) {
      const std::string name = section.name + "." + row.key;
      const std::string wrong = other_type(row.get(config));
      expect_error("[" + section.name + "]\n" + row.key + " = " + wrong,
                   "test.toml:2: " + name + " = ");
      expect_error("[" + section.name + "]\n" + row.key + " = " + wrong, "must be " + row.allowed);
    }
  for (const auto& row : policy_settings()) {
    const std::string wrong = other_type(row.get(config.policy));
    expect_error("\n[policy]\n" + row.key + " = " + wrong,
                 "test.toml:3: policy." + row.key + " = ");
  }
  for (const auto& row : listen_settings())
    expect_error("[[listen]]\n" + row.key + " = [1]", "test.toml:2: listen." + row.key);
}

TEST(Config, EveryNumberRefusesWhatIsFarOut) {
  const Config config;
  for (const Section& section : sections())
    for (const auto& row : section.settings) {
      const Value value = row.get(config);
      if (!std::holds_alternative<std::int64_t>(value) && !std::holds_alternative<double>(value))
        continue;
      for (const char* number : {"-100000", "1000000000000"})
        expect_error("[" + section.name + "]\n" + row.key + " = " + number,
                     section.name + "." + row.key + " = " + number + ": must be ");
    }
  for (const auto& row : policy_settings())
    for (const char* number : {"-100000", "1000000000000", "nan", "inf"})
      expect_error("[policy]\n" + row.key + " = " + number, "policy." + row.key);
}

TEST(Config, EveryKeyTakesItsOwnDefaultBack) {
  Config config;
  for (const Section& section : sections())
    for (const auto& row : section.settings)
      EXPECT_TRUE(row.set(config, row.get(Config{}))) << section.name << "." << row.key;
}

TEST(Config, LocalTimeComesFromTheTimeZoneData) {
  const auto config = parse_config(
      "[server]\njurisdictions = [\"a\", \"b\"]\n[policy]\ntime_zone = \"Asia/Shanghai\"\n"
      "[policies.b]\ntime_zone = \"Europe/Ljubljana\"\n",
      "test.toml");
  ASSERT_TRUE(config);
  const registry::WallTime winter{
      std::chrono::sys_days(std::chrono::year(2026) / 1 / 15).time_since_epoch()};
  const registry::WallTime summer{
      std::chrono::sys_days(std::chrono::year(2026) / 7 / 15).time_since_epoch()};
  EXPECT_EQ(config->policy.local_time.offset_at(summer), std::chrono::hours(8));
  const auto& ljubljana = config->policies.at("b").local_time;
  EXPECT_EQ(ljubljana.offset_at(winter), std::chrono::hours(1));
  EXPECT_EQ(ljubljana.offset_at(summer), std::chrono::hours(2));
  expect_error("[policy]\ntime_zone = \"Asia/Atlantis\"",
               "policy.time_zone = 'Asia/Atlantis': must be a zone of this machine's");
  expect_error("[policy]\nutc_offset_seconds = 28800",
               "test.toml:2: policy.utc_offset_seconds is obsolete; write time_zone = ");
}

TEST(Config, CalendarsAreBuiltInOrRead) {
  const TemporaryFile file(
      "first_year = 2026\nlast_year = 2027\nholidays = [2027-01-01]\nworking_weekends = []\n");
  const auto config = parse_config(
      "[server]\njurisdictions = [\"a\", \"b\"]\n[policy]\ncalendar = \"cn\"\n[policies.b]\n"
      "calendar = \"" +
          file.path() + "\"\n",
      "test.toml");
  ASSERT_TRUE(config);
  using registry::Day;
  using registry::DayKind;
  const Day new_year(std::chrono::year(2027) / 1 / 1);
  EXPECT_EQ(config->policy.calendar.kind(new_year), DayKind::kUnknown);
  EXPECT_EQ(config->policies.at("b").calendar.kind(new_year), DayKind::kPublicHoliday);
  const registry::WallTime december{
      std::chrono::sys_days(std::chrono::year(2026) / 12 / 10).time_since_epoch()};
  EXPECT_EQ(outdated_calendars(*config, december), std::vector<std::string>{"a"});
  const TemporaryFile bad("first_year = 2026\nlast_year = 2027\nholidays = [\"soon\"]\n");
  expect_error("[policy]\ncalendar = \"" + bad.path() + "\"", "policy.calendar = ");
  expect_error("[policy]\ncalendar = \"atlantis\"", "a file as deploy/calendar/cn.toml");
}

TEST(Config, TheCalendarInDeployIsTheBuiltInOne) {
  const auto shipped = load_calendar("deploy/calendar/cn.toml");
  ASSERT_TRUE(shipped);
  for (registry::Day day(std::chrono::year(2024) / 1 / 1);
       day < registry::Day(std::chrono::year(2027) / 1 / 1); day += std::chrono::days(1))
    EXPECT_EQ(shipped->kind(day), registry::china_calendar().kind(day));
}

TEST(Config, UnknownKeysAreRefusedWithTheNearestKnownOne) {
  expect_error("[http]\nbody_byte = 4096",
               "test.toml:2: unknown key http.body_byte; did you mean body_bytes?");
  expect_error("[htpp]\nbody_bytes = 4096", "unknown key htpp; did you mean http?");
  expect_error("[policy.kinds.CARDIAC_ARRESTS]\nmax_cpr = 1", "did you mean CARDIAC_ARREST?");
  expect_error("[policies.elsewhere]\nmax_wave = 1", "unknown key policies.elsewhere");
  expect_error("zzzzzz = 1", "unknown key zzzzzz; remove it");
}

TEST(Config, AllErrorsAreFoundAtOnce) {
  const std::string errors = errors_of("[http]\nbody_bytes = 1\n[log]\nlevel = \"loud\"\nx = 1\n");
  EXPECT_NE(errors.find(":2: http.body_bytes = 1: must be an integer from 1024"),
            std::string::npos);
  EXPECT_NE(errors.find(":4: log.level = 'loud'"), std::string::npos) << errors;
  EXPECT_NE(errors.find(":5: unknown key log.x"), std::string::npos);
}

TEST(Config, WhatIsNoTomlNamesTheLine) {
  expect_error("[http]\nbody_bytes = = 3", "test.toml:2: not TOML: ");
  expect_error("http = 3", "test.toml:1: http = 3: must be a table: [http]");
}

TEST(Config, AJurisdictionDeviatesFromThePolicy) {
  const auto config = parse_config(
      "[server]\njurisdictions = [\"jinhua\", \"ljubljana\"]\n"
      "[policy]\nmax_wave = 5\nacceptance = 0.2\n"
      "[policies.jinhua]\nacceptance = 0.5\noffer_deadline_seconds = 20.5\n"
      "[policies.jinhua.kinds.CARDIAC_ARREST]\nmax_aed = 4\n",
      "test.toml");
  ASSERT_TRUE(config) << config.error().front();
  const dispatch::Policy& jinhua = config->policies.at("jinhua");
  EXPECT_EQ(jinhua.max_wave, 5U);
  EXPECT_DOUBLE_EQ(jinhua.acceptance.day, 0.5);
  EXPECT_EQ(jinhua.offer_deadline.count(), 20'500);
  EXPECT_EQ(jinhua.kinds[0].max_aed, 4U);
  EXPECT_EQ(config->policy.kinds[0].max_aed, 3U);
  EXPECT_FALSE(config->policies.contains("ljubljana"));
}

TEST(Config, ListenersMayBeSeveral) {
  const auto config = parse_config(
      "[[listen]]\naddress = \"127.0.0.1\"\nport = 0\n[[listen]]\naddress = \"::1\"\nport = 8080\n",
      "t");
  ASSERT_TRUE(config);
  ASSERT_EQ(config->listen.size(), 2U);
  EXPECT_EQ(config->listen[1].port, 8080);
  expect_error("[[listen]]\naddress = \"localhost\"", "must be a numeric IPv4 or IPv6 address");
  expect_error("listen = []", "listen = []: must be 1 to 16 tables");
  expect_error("listen = [1]", "must be 1 to 16 tables");
}

TEST(Config, ContradictionsAreNamed) {
  expect_error("[server]\njurisdictions = []", "test.toml:2: server.jurisdictions: names none");
  expect_error("[server]\njurisdictions = [\"a\", \"a\"]", "names one twice");
  expect_error("[engine]\nundurable_decisions = 9000",
               "test.toml:2: engine.undurable_decisions: is above");
  expect_error("[stream]\nconnections = 10", "is below http.connections");
  expect_error("[public]\nusual_aeds = 1000", "is above public.aeds");
  expect_error("[[listen]]\ntls_key = \"k\"", "listen.tls_certificate: is missing");
  expect_error("[[listen]]\ntls_certificate = \"/nowhere.pem\"", "/nowhere.pem");
}

TEST(Config, ABadWebFolderIsToldButKeepsNoServerFromStarting) {
  const auto config = parse_config("[web]\nroot = \"/nowhere\"\n", "test.toml");
  ASSERT_TRUE(config);
  EXPECT_EQ(config->web_files, nullptr);
  EXPECT_TRUE(config->web_error.starts_with("test.toml:2: web.root: '/nowhere' cannot be read"))
      << config->web_error;
  const auto without = parse_config("", "test.toml");
  ASSERT_TRUE(without);
  EXPECT_EQ(without->web_error, "");
}

TEST(Config, AWebhookNeedsItsSecret) {
  const std::string url = "[webhook]\nurl = \"http://127.0.0.1:1/\"\nsecret_file = ";
  expect_error(url + "\"/nowhere\"", "test.toml:3: webhook.secret_file: '/nowhere' cannot be read");
  const TemporaryFile weak("short\n");
  expect_error(url + "\"" + weak.path() + "\"", "holds fewer than 32 bytes");
  const TemporaryFile good("0123456789abcdef0123456789abcdef\n");
  const auto config = parse_config(url + "\"" + good.path() + "\"", "t");
  ASSERT_TRUE(config) << config.error().front();
  EXPECT_EQ(config->webhook.secret, "0123456789abcdef0123456789abcdef");
  expect_error("[webhook]\nurl = \"sms.example.org\"", "webhook.url = 'sms.example.org'");
}

TEST(Config, PushNeedsAContact) {
  expect_error("[push]\nvapid_key = \"/k\"", "push.contact: is missing");
  expect_error("[push]\ncontact = \"operator@example.org\"", "push.contact = ");
  const std::string good = "[push]\nvapid_key = \"/k\"\ncontact = \"mailto:a@example.org\"\n";
  EXPECT_TRUE(parse_config(good, "t"));
  expect_error(good + "first_backoff_seconds = 9", "is above longest_backoff_seconds");
  expect_error(good + "ca_file = \"/nowhere.pem\"", "/nowhere.pem");
}

TEST(Config, AFileThatCannotBeReadSaysWhatToDo) {
  const auto config = load_config("/nowhere/goldenfourd.toml");
  ASSERT_FALSE(config);
  EXPECT_NE(config.error().front().find("--print-config"), std::string::npos);
}

TEST(Config, TheAdminSocketLiesInTheDataDirectoryUnlessNamed) {
  EXPECT_EQ(parse_config("[server]\ndata_dir = \"/d\"", "t")->admin_socket_path(), "/d/admin.sock");
  EXPECT_EQ(parse_config("[server]\nadmin_socket = \"/s\"", "t")->admin_socket_path(), "/s");
}

TEST(Config, EveryKeySaysWhatItIs) {
  std::set<std::string> names;
  for (const Section& section : sections())
    for (const auto& row : section.settings) {
      EXPECT_TRUE(names.insert(section.name + "." + row.key).second) << "twice: " << row.key;
      EXPECT_FALSE(row.help.empty()) << row.key;
      EXPECT_FALSE(row.allowed.empty()) << row.key;
    }
}

}  // namespace
}  // namespace goldenfour::app
