// The one error type of the store, and the result type that carries it.
#pragma once

#include <cstdint>
#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace goldenfour::store {

enum class StoreErrorCode : std::uint8_t {
  kIo,               // the disk or the file system failed
  kFull,             // no space left
  kLocked,           // another process holds the file
  kCorrupt,          // bytes are not what was written
  kChainBroken,      // a record is missing, or is not the one its successor names
  kShorterThanHead,  // the journal ends before the last record that was acknowledged
  kHeadUnreadable,   // journal.head is missing or damaged although the journal holds records
  kForeign,          // another node's file, another format version, another history
  kTooLarge,         // a record, a vault row or a batch is over its limit
  kOutOfSequence,    // an entry does not follow the last one
  kFailedEarlier,    // a commit failed before; memory is ahead of the disk
  kSql,              // a statement was refused (a mistake in this program)
};

// What went wrong, for a log line and an operator. `message` never holds stored content.
struct StoreError {
  StoreErrorCode code = StoreErrorCode::kIo;
  std::string message;
  std::string file;
};

template <class T>
using Expected = tl::expected<T, StoreError>;

inline tl::unexpected<StoreError> failure(StoreErrorCode code, std::string message,
                                          std::string file) {
  return tl::unexpected<StoreError>(StoreError{code, std::move(message), std::move(file)});
}

template <class T>
tl::unexpected<StoreError> pass_on(Expected<T>& failed) {
  return tl::unexpected<StoreError>(std::move(failed.error()));
}

}  // namespace goldenfour::store
