#include "server/store/push_book.h"

#include <gtest/gtest.h>

#include <future>

#include "tests/unit/store_testing.h"

namespace goldenfour::store {
namespace {

using dispatch::ErrorCode;
using ports::PushSubscription;
using registry::ResponderId;

const ResponderId kAna("ana");
const ResponderId kBor("bor");
const std::string kCanary = "https://push.example.org/canary-";

PushSubscription phone(const std::string& device, const std::string& where = "") {
  return {device, kCanary + (where.empty() ? device : where), std::string(65, '\4'),
          std::string(16, 's')};
}

/// A journal with a book of at most two devices per person.
class Life {
 public:
  explicit Life(const TemporaryDirectory& directory) {
    SqliteJournalOptions options;
    options.file = options_in(directory);
    journal_ = SqliteJournal::open(options, {}).value();
    book_ = std::make_unique<VaultPushBook>(*journal_, 2);
    EXPECT_TRUE(book_->load());
    sequence_ = journal_->replay([](auto, const auto&) {}).value();
  }
  ~Life() { journal_->stop(); }

  ErrorCode put(const ResponderId& who, const PushSubscription& one) {
    return wait([&](auto done) { book_->put(who, one, done); });
  }
  ErrorCode erase(const ResponderId& who, const std::string& device) {
    return wait([&](auto done) { book_->erase(who, device, done); });
  }
  void delete_person(const ResponderId& who) {
    dispatch::Decision decision;
    decision.jurisdiction = registry::JurisdictionId("jinhua");
    decision.epoch = 1;
    decision.sequence = ++sequence_;
    decision.command = "DeleteResponder";
    decision.facts = {dispatch::ResponderDeleted{who, decision.jurisdiction}};
    ASSERT_TRUE(journal_->append(sequence_, decision));
  }
  VaultPushBook& book() { return *book_; }

 private:
  template <class Act>
  ErrorCode wait(Act act) {
    std::promise<ErrorCode> told;
    act([&told](ErrorCode code) { told.set_value(code); });
    return told.get_future().get();
  }

  std::unique_ptr<SqliteJournal> journal_;
  std::unique_ptr<VaultPushBook> book_;
  std::uint64_t sequence_ = 0;
};

TEST(PushBook, OutlivesTheProcessAndIsInNoFileAsItWasWritten) {
  TemporaryDirectory directory;
  {
    Life life(directory);
    EXPECT_TRUE(life.book().find(kAna).empty());
    EXPECT_EQ(ErrorCode::kNone, life.put(kAna, phone("one")));
    EXPECT_EQ(ErrorCode::kNone, life.put(kAna, phone("two")));
    EXPECT_EQ(ErrorCode::kNone, life.put(kBor, phone("one")));
    EXPECT_EQ((std::vector{phone("one"), phone("two")}), life.book().find(kAna));
  }
  for (const auto& file : std::filesystem::directory_iterator(directory.path()))
    EXPECT_EQ(std::string::npos, contents(file.path().string()).find("canary")) << file.path();
  Life life(directory);
  EXPECT_EQ((std::vector{phone("one"), phone("two")}), life.book().find(kAna));
  EXPECT_EQ(std::vector{phone("one")}, life.book().find(kBor));
}

TEST(PushBook, ADeviceIsReplacedAndBeyondTheLimitTheOldestGoes) {
  TemporaryDirectory directory;
  Life life(directory);
  life.put(kAna, phone("one"));
  life.put(kAna, phone("two"));
  life.put(kAna, phone("one", "moved"));
  EXPECT_EQ((std::vector{phone("two"), phone("one", "moved")}), life.book().find(kAna));
  life.put(kAna, phone("three"));
  EXPECT_EQ((std::vector{phone("one", "moved"), phone("three")}), life.book().find(kAna));
  life.put(kAna, phone("other name", "three"));
  EXPECT_EQ((std::vector{phone("one", "moved"), phone("other name", "three")}),
            life.book().find(kAna))
      << "one endpoint is one device";
}

TEST(PushBook, WhatIsErasedStaysErased) {
  TemporaryDirectory directory;
  {
    Life life(directory);
    life.put(kAna, phone("one"));
    life.put(kAna, phone("two"));
    life.put(kBor, phone("one"));
    EXPECT_EQ(ErrorCode::kNone, life.erase(kAna, "nothing of this name"));
    EXPECT_EQ(ErrorCode::kNone, life.erase(kAna, "one"));
    EXPECT_EQ(std::vector{phone("two")}, life.book().find(kAna));
    life.book().gone(kBor, kCanary + "one");
    EXPECT_EQ(ErrorCode::kNone, life.erase(kAna, ""));
    EXPECT_TRUE(life.book().find(kAna).empty());
    EXPECT_TRUE(life.book().find(kBor).empty()) << "changes are made in order";
  }
  Life life(directory);
  EXPECT_TRUE(life.book().find(kAna).empty());
  EXPECT_TRUE(life.book().find(kBor).empty());
}

TEST(PushBook, GoesWithThePerson) {
  TemporaryDirectory directory;
  {
    Life life(directory);
    life.put(kAna, phone("one"));
    life.put(kBor, phone("one"));
    life.delete_person(kAna);
  }
  Life life(directory);
  EXPECT_TRUE(life.book().find(kAna).empty());
  EXPECT_EQ(1U, life.book().find(kBor).size());
}

TEST(PushBook, AJournalThatHasStoppedTakesNothing) {
  TemporaryDirectory directory;
  SqliteJournalOptions options;
  options.file = options_in(directory);
  auto journal = SqliteJournal::open(options, {}).value();
  VaultPushBook book(*journal, 2);
  ASSERT_TRUE(journal->replay([](auto, const auto&) {}));
  journal->stop();
  ErrorCode told = ErrorCode::kNone;
  book.put(kAna, phone("one"), [&told](ErrorCode code) { told = code; });
  EXPECT_EQ(ErrorCode::kOverloaded, told);
  EXPECT_TRUE(book.find(kAna).empty());
}

}  // namespace
}  // namespace goldenfour::store
